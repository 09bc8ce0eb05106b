import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { METRICS } from './metric-registry.ts';
import type { MetricSpec } from './metric-spec.ts';
import { renderMetricsDocument } from './render-metrics-document.ts';

const all: [string, MetricSpec][] = Object.entries(METRICS);

describe('the registry of metrics', () => {
  it('is what docs/metrics.md says: npm run docs:metrics writes it', () => {
    expect(readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8')).toBe(renderMetricsDocument());
  });

  it.each(all)('%s has a snake-case name, a help that ends, and labels that are no ids', (name, { help, labels }) => {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)+$/);
    expect(help).toMatch(/^[A-Z].*\.$/s);
    for (const label of Object.keys(labels)) expect(label).not.toMatch(/tenant|key|charge|operation|trace|(^|_)id$/);
  });

  it.each(all.filter(([, { unit }]) => unit === 'seconds'))('%s says its unit in its name', (name) => {
    expect(name).toMatch(/_seconds$/);
  });

  it.each(all.flatMap(([name, spec]) => (spec.type === 'histogram' ? [[name, spec.buckets] as const] : [])))(
    '%s has ascending buckets',
    (_name, buckets) => {
      expect(buckets).toEqual([...new Set(buckets)].sort((a, b) => a - b));
    },
  );

  it('keeps the names that others read', () => {
    expect(Object.keys(METRICS)).toEqual(
      expect.arrayContaining([
        'idempotency_resolutions_total',
        'charge_attempts_total',
        'outbox_lag_seconds',
        'outbox_pending',
        'ledger_effects_applied',
        'inbox_duplicates_total',
        'charges_total',
        'relay_events_published_total',
        'operations_unsettled',
        'provider_contradictions_total',
        'ledger_records_parked_total',
        'consumer_lag_records',
      ]),
    );
  });
});
