import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { collectedSpecs, collectMetrics } from './collect-metrics.ts';
import { renderMetricsDocument } from './render-metrics-document.ts';

const all = Object.entries(collectedSpecs());

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
    expect(all.map(([name]) => name)).toEqual(
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

  it('has one owner for each metric of a service, and the same one wherever several services have it', () => {
    const spec = { type: 'counter', unit: 'pieces', help: 'Pieces.', source: 'process', labels: {} } as const;
    const own = { pieces_total: spec };
    const twice = { 'charge-api': [own, { pieces_total: { ...spec } }], relay: [], 'ledger-consumer': [] };
    const differs = { 'charge-api': [own], relay: [{ pieces_total: { ...spec } }], 'ledger-consumer': [] };
    const shared = { 'charge-api': [own], relay: [own], 'ledger-consumer': [] };
    expect(() => collectMetrics(twice)).toThrow('pieces_total has more than one owner');
    expect(() => collectMetrics(differs)).toThrow('pieces_total has more than one owner');
    expect(collectMetrics(shared)).toEqual([{ name: 'pieces_total', spec, services: ['charge-api', 'relay'] }]);
  });
});
