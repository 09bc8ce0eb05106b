import { describe, expect, it } from '@jest/globals';
import { faultsOfQuery } from './faults-of-query.ts';
import { seriesOf } from './series-catalogue.ts';

const catalogue = new Map([
  ...seriesOf('sends_total', { type: 'counter', source: 'process', labels: { reason: ['refused', 'late'] } }),
  ...seriesOf('lag_seconds', { type: 'gauge', source: 'rows', labels: {} }),
  ...seriesOf('wait_seconds', {
    type: 'histogram',
    source: 'process',
    labels: { route: 'a template' },
    buckets: [0.5, 1],
  }),
]);

describe('faultsOfQuery', () => {
  it.each([
    'sum by (reason) (rate(sends_total{reason="late",job="relay"}[5m] offset 1m))',
    'max(lag_seconds) > 5 and max(delta(lag_seconds[5m])) > 0',
    'histogram_quantile(0.99, sum by (le, job) (rate(wait_seconds_bucket{route=~"/v1/.*",le=~"1|1.0"}[5m])))',
    'sum(rate(wait_seconds_sum[1m])) / sum(rate(wait_seconds_count[1m]))',
    'sum(max by (job) (lag_seconds))',
  ])('finds nothing wrong with %s', (promql) => {
    expect(faultsOfQuery(promql, catalogue)).toEqual([]);
  });

  it.each([
    ['sum(send_total)', 'there is no send_total'],
    ['wait_seconds', 'there is no wait_seconds'],
    ['sends_total{cause="late"}', 'sends_total has no label cause'],
    ['sends_total{reason="too late"}', 'reason of sends_total is never too late'],
    ['sends_total{reason=~"too.*"}', 'reason of sends_total is never too.*'],
    ['rate(wait_seconds_bucket{le="2"}[1m])', 'le of wait_seconds_bucket is never 2'],
    ['sum by (cause) (sends_total)', 'no series here has cause'],
    ['sum(lag_seconds)', 'lag_seconds is from rows: max, not sum'],
    ['lag_seconds > 5', 'lag_seconds is from rows: max, not every replica'],
    ['{job="relay"}', 'a selector without the name of a metric: {job="relay"}'],
  ])('finds what is wrong with %s', (promql, fault) => {
    expect(faultsOfQuery(promql, catalogue)).toEqual([fault]);
  });

  it('finds what is no PromQL at all', () => {
    expect(faultsOfQuery('sum(sends_total', catalogue)).toEqual([expect.stringMatching(/^not PromQL at /)]);
  });
});
