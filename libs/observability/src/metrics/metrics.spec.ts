import { describe, expect, it } from '@jest/globals';
import type { MetricSet } from './metric-spec.ts';
import { Metrics } from './metrics.ts';

const ROWS = { type: 'counter', unit: 'pieces', help: 'Pieces.', source: 'rows' } as const;
const PROCESS = { type: 'counter', unit: 'pieces', help: 'Pieces.', source: 'process' } as const;
const SPECS = {
  pieces_total: { ...ROWS, labels: {} },
  pieces_by_state_total: { ...ROWS, labels: { state: ['whole', 'broken'] } },
  pieces_lost_total: { ...PROCESS, labels: { reason: ['dropped', 'eaten'] } },
  piece_duration_seconds: { ...PROCESS, type: 'histogram', buckets: [1, 2], labels: { call: ['find', 'keep'] } },
} as const satisfies MetricSet;

const linesOf = async (metrics: Metrics, name: string): Promise<string[]> =>
  (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(name));

describe('metrics from committed rows', () => {
  it('show what the rows say at each scrape', async () => {
    const metrics = new Metrics();
    let rows = 1;
    metrics.of(SPECS).fromRows('pieces_total', () => Promise.resolve([{ value: rows }]));
    expect(await linesOf(metrics, 'pieces_total')).toEqual(['pieces_total 1']);
    rows = 7;
    expect(await linesOf(metrics, 'pieces_total')).toEqual(['pieces_total 7']);
  });

  it('do not add up when two scrapes come at once', async () => {
    const metrics = new Metrics();
    const read = () => Promise.resolve([{ labels: { state: 'whole' as const }, value: 3 }]);
    metrics.of(SPECS).fromRows('pieces_by_state_total', read);
    await Promise.all([metrics.registry.metrics(), metrics.registry.metrics(), metrics.registry.metrics()]);
    expect(await linesOf(metrics, 'pieces_by_state_total')).toEqual(['pieces_by_state_total{state="whole"} 3']);
  });

  it('are absent, and counted as failed, when the rows cannot be read', async () => {
    const metrics = new Metrics();
    let isDown = false;
    const read = () => (isDown ? Promise.reject(new Error('down')) : Promise.resolve([{ value: 5 }]));
    metrics.of(SPECS).fromRows('pieces_total', read);
    await metrics.registry.metrics();
    isDown = true;
    expect(await linesOf(metrics, 'pieces_total')).toEqual([]);
    expect(await linesOf(metrics, 'scrape_failures_total{')).toEqual([
      'scrape_failures_total{metric="pieces_total"} 1',
    ]);
  });
});

describe('metrics of the process', () => {
  it('have their known label values from the start', async () => {
    const metrics = new Metrics();
    metrics.of(SPECS).counter('pieces_lost_total').inc({ reason: 'eaten' });
    metrics.of(SPECS).histogram('piece_duration_seconds');
    expect(await linesOf(metrics, 'pieces_lost_total')).toEqual([
      'pieces_lost_total{reason="dropped"} 0',
      'pieces_lost_total{reason="eaten"} 1',
    ]);
    expect(await linesOf(metrics, 'piece_duration_seconds_count{call="find"}')).toEqual([
      'piece_duration_seconds_count{call="find"} 0',
    ]);
  });

  it('say what their owner says of them', async () => {
    const metrics = new Metrics();
    metrics.of(SPECS).fromRows('pieces_total', () => Promise.resolve([{ value: 0 }]));
    expect(await linesOf(metrics, '# HELP pieces_total')).toEqual([
      '# HELP pieces_total Pieces. Every replica reports the same rows: aggregate with max.',
    ]);
  });
});
