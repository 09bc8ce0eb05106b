import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.ts';

const linesOf = async (metrics: Metrics, name: string): Promise<string[]> =>
  (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(name));

describe('metrics from committed rows', () => {
  it('show what the rows say at each scrape', async () => {
    const metrics = new Metrics();
    let rows = 1;
    metrics.fromRows('ledger_effects_applied', () => Promise.resolve([{ value: rows }]));
    expect(await linesOf(metrics, 'ledger_effects_applied')).toEqual(['ledger_effects_applied 1']);
    rows = 7;
    expect(await linesOf(metrics, 'ledger_effects_applied')).toEqual(['ledger_effects_applied 7']);
  });

  it('do not add up when two scrapes come at once', async () => {
    const metrics = new Metrics();
    const read = () => Promise.resolve([{ labels: { status: 'captured' as const }, value: 3 }]);
    metrics.fromRows('charges_total', read);
    await Promise.all([metrics.registry.metrics(), metrics.registry.metrics(), metrics.registry.metrics()]);
    expect(await linesOf(metrics, 'charges_total')).toEqual(['charges_total{status="captured"} 3']);
  });

  it('are absent, and counted as failed, when the rows cannot be read', async () => {
    const metrics = new Metrics();
    let isDown = false;
    const read = () => (isDown ? Promise.reject(new Error('down')) : Promise.resolve([{ value: 5 }]));
    metrics.fromRows('ledger_effects_applied', read);
    await metrics.registry.metrics();
    isDown = true;
    expect(await linesOf(metrics, 'ledger_effects_applied')).toEqual([]);
    expect(await linesOf(metrics, 'scrape_failures_total{')).toEqual([
      'scrape_failures_total{metric="ledger_effects_applied"} 1',
    ]);
  });
});

describe('metrics of the process', () => {
  it('have their known label values from the start', async () => {
    const metrics = new Metrics();
    metrics.counter('requests_shed_total').inc({ reason: 'at_limit' });
    metrics.histogram('provider_call_duration_seconds');
    expect(await linesOf(metrics, 'requests_shed_total')).toEqual([
      'requests_shed_total{reason="at_limit"} 1',
      'requests_shed_total{reason="event_loop_late"} 0',
      'requests_shed_total{reason="rate_limited"} 0',
    ]);
    expect(await linesOf(metrics, 'provider_call_duration_seconds_count{call="find"}')).toEqual([
      'provider_call_duration_seconds_count{call="find"} 0',
    ]);
  });

  it('say what the registry says of them', async () => {
    const metrics = new Metrics();
    metrics.fromRows('outbox_lag_seconds', () => Promise.resolve([{ value: 0 }]));
    expect(await linesOf(metrics, '# HELP outbox_lag_seconds')).toEqual([
      '# HELP outbox_lag_seconds Age of the oldest unpublished event; 0 when there is none. Every replica reports the same rows: aggregate with max.',
    ]);
  });
});
