import { expect, it } from '@jest/globals';
import { Metrics } from '@once/observability';
import { AttemptMetrics } from './attempt.metrics.ts';

it.each([
  ['1', '1'],
  ['10', '10'],
  ['11', 'over_10'],
  ['999999', 'over_10'],
  [undefined, 'unstated'],
  ['', 'unstated'],
  ['0', 'unstated'],
  ['-1', 'unstated'],
  ['1.5', 'unstated'],
  ['1, 1', 'unstated'],
  ['9999999', 'unstated'],
  ['sk_live_secret', 'unstated'],
  [['1', '2'], 'unstated'],
])('counts Idempotency-Attempt: %j as %s', async (header, label) => {
  const metrics = new Metrics();
  new AttemptMetrics(metrics).count(header);
  const counter = await metrics.registry.getSingleMetric('charge_attempts_total')?.get();
  expect(counter?.values.filter(({ value }) => value !== 0)).toEqual([{ labels: { attempt: label }, value: 1 }]);
});
