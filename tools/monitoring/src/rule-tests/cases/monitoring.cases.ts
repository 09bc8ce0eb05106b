import { firesThenClears, staysSilent, type RuleCase } from '../rule-case.ts';
import { after, counts, levels } from '../series.ts';

const up = (job: string, instance = 'a') => `up{job="${job}",instance="${instance}"}`;
const allUp = {
  [up('charge-api')]: levels([1, 40]),
  [up('relay')]: levels([1, 40]),
  [up('ledger-consumer')]: levels([1, 40]),
};
const FAILURES = 'scrape_failures_total{job="relay",metric="outbox_lag_seconds"}';

export const MONITORING_CASES: readonly RuleCase[] = [
  {
    alert: 'ServiceDown',
    title: 'fires when the only process of a service does not answer, and clears when it does',
    series: { ...allUp, [up('relay')]: levels([1, 5], [0, 10], [1, 25]) },
    expected: firesThenClears(8, 17, 5),
  },
  {
    alert: 'ServiceDown',
    title: 'fires when a service is not even a target, and clears when it is',
    series: { ...allUp, [up('ledger-consumer')]: after(10, levels([1, 30])) },
    expected: firesThenClears(5, 12),
  },
  {
    alert: 'ServiceDown',
    title: 'is silent while another process does the work',
    series: { ...allUp, [up('relay', 'b')]: levels([0, 40]) },
    expected: staysSilent(10, 39),
  },
  {
    alert: 'InstanceDown',
    title: 'fires when one process is gone for long, and clears when it is back',
    series: { ...allUp, [up('relay', 'b')]: levels([1, 5], [0, 15], [1, 20]) },
    expected: firesThenClears(17, 22, 8),
  },
  {
    alert: 'InstanceDown',
    title: 'is silent about a restart',
    series: { ...allUp, [up('relay', 'b')]: levels([1, 5], [0, 3], [1, 32]) },
    expected: staysSilent(6, 20),
  },
  {
    alert: 'RowMetricsUnreadable',
    title: 'fires when a metric can not be read for long, and clears when it can',
    series: { [FAILURES]: counts([0, 5], [2, 20], [0, 25]) },
    expected: firesThenClears(20, 40, 6),
  },
  {
    alert: 'RowMetricsUnreadable',
    title: 'is silent while all is read',
    series: { [FAILURES]: levels([7, 40]) },
    expected: staysSilent(20, 39),
  },
];
