import { describe, expect, it } from '@jest/globals';
import { parseMetrics } from './parse-metrics.ts';

describe('parseMetrics', () => {
  it('reads names, labels and values, and passes over comments', () => {
    const text = '# HELP a_total What.\n# TYPE a_total counter\na_total{outcome="x \\"y\\"",shard="1"} 3\nb 1.5e+3\n\n';
    expect(parseMetrics(text)).toEqual([
      { name: 'a_total', labels: { outcome: 'x \\"y\\"', shard: '1' }, value: 3 },
      { name: 'b', labels: {}, value: 1500 },
    ]);
  });
});
