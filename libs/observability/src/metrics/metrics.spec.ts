import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.ts';

const linesOf = async (metrics: Metrics, name: string): Promise<string[]> =>
  (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(name));

describe('metrics from committed rows', () => {
  it('show what the rows say at each scrape', async () => {
    const metrics = new Metrics();
    let rows = 1;
    metrics.fromRows({ name: 'effects', help: 'h', type: 'counter', read: () => Promise.resolve([{ value: rows }]) });
    expect(await linesOf(metrics, 'effects')).toEqual(['effects 1']);
    rows = 7;
    expect(await linesOf(metrics, 'effects')).toEqual(['effects 7']);
  });

  it('do not add up when two scrapes come at once', async () => {
    const metrics = new Metrics();
    const read = () => Promise.resolve([{ labels: { status: 'a' }, value: 3 }]);
    metrics.fromRows({ name: 'things', help: 'h', labelNames: ['status'], type: 'gauge', read });
    await Promise.all([metrics.registry.metrics(), metrics.registry.metrics(), metrics.registry.metrics()]);
    expect(await linesOf(metrics, 'things')).toEqual(['things{status="a"} 3']);
  });

  it('are absent, and counted as failed, when the rows cannot be read', async () => {
    const metrics = new Metrics();
    let isDown = false;
    const read = () => (isDown ? Promise.reject(new Error('down')) : Promise.resolve([{ value: 5 }]));
    metrics.fromRows({ name: 'effects', help: 'h', type: 'gauge', read });
    await metrics.registry.metrics();
    isDown = true;
    expect(await linesOf(metrics, 'effects')).toEqual([]);
    expect(await linesOf(metrics, 'scrape_failures_total{')).toEqual(['scrape_failures_total{metric="effects"} 1']);
  });
});
