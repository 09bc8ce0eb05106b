import { firesThenClears, staysSilent, type RuleCase } from '../rule-case.ts';
import { counts, levels, type Phase } from '../series.ts';

const resolved = (outcome: string, ...phases: Phase[]) => ({
  [`idempotency_resolutions_total{job="charge-api",outcome="${outcome}"}`]: counts(...phases),
});
const attempts = (attempt: string, ...phases: Phase[]) => ({
  [`charge_attempts_total{job="charge-api",attempt="${attempt}"}`]: counts(...phases),
});
const LEASES_OVER = 'idempotency_leases_over_oldest_seconds{job="charge-api"}';
const TAKEOVERS = 'idempotency_lease_takeovers_total{job="charge-api",by="resumer"}';

export const CHARGING_CASES: readonly RuleCase[] = [
  {
    alert: 'KeyReuseSpike',
    title: 'fires when a tenth of the keys name another operation, and clears when that ends',
    series: { ...resolved('executed', [100, 40]), ...resolved('reused', [0, 10], [10, 12], [0, 18]) },
    expected: firesThenClears(18, 30, 9),
  },
  {
    alert: 'KeyReuseSpike',
    title: 'is silent about the few that there always are',
    series: { ...resolved('executed', [100, 40]), ...resolved('reused', [3, 40]) },
    expected: staysSilent(10, 40),
  },
  {
    alert: 'KeyReuseSpike',
    title: 'is silent about one caller who tries in a quiet night',
    series: { ...resolved('executed', [1, 40]), ...resolved('reused', [1, 40]) },
    expected: staysSilent(10, 40),
  },
  {
    alert: 'ThirdAttemptSurge',
    title: 'fires when a tenth of the operations need a third attempt, and clears when that ends',
    series: { ...attempts('1', [100, 40]), ...attempts('3', [0, 10], [10, 12], [0, 18]) },
    expected: firesThenClears(18, 30, 9),
  },
  {
    alert: 'ThirdAttemptSurge',
    title: 'counts every later attempt',
    series: {
      ...attempts('1', [100, 40]),
      ...attempts('10', [0, 10], [5, 12], [0, 18]),
      ...attempts('over_10', [0, 10], [5, 12], [0, 18]),
    },
    expected: firesThenClears(18, 30, 9),
  },
  {
    alert: 'ThirdAttemptSurge',
    title: 'is silent while second attempts do',
    series: { ...attempts('1', [100, 40]), ...attempts('2', [50, 40]), ...attempts('3', [2, 40]) },
    expected: staysSilent(10, 40),
  },
  {
    alert: 'AbandonedWorkWaits',
    title: 'fires when nobody takes an operation over for minutes, and clears when somebody does',
    series: { [LEASES_OVER]: levels([0, 5], [150, 10], [0, 10]) },
    expected: firesThenClears(8, 17, 4),
  },
  {
    alert: 'AbandonedWorkWaits',
    title: 'is silent in the seconds that a take-over takes',
    series: { [LEASES_OVER]: levels([10, 20]) },
    expected: staysSilent(5, 19),
  },
  {
    alert: 'WorkersLost',
    title: 'fires when an operation a minute is taken over, and clears an hour after it stops',
    series: { [TAKEOVERS]: counts([0, 5], [1, 30], [0, 70]) },
    expected: firesThenClears(34, 104, 5),
  },
  {
    alert: 'WorkersLost',
    title: 'is silent about the operations of one killed process',
    series: { [TAKEOVERS]: levels([0, 5], [16, 70]) },
    expected: staysSilent(8, 60),
  },
];
