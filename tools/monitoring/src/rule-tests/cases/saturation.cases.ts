import { firesThenClears, staysSilent, type RuleCase } from '../rule-case.ts';
import { counts, levels } from '../series.ts';

const waits = (le: string) => `database_pool_wait_seconds_bucket{job="charge-api",le="${le}"}`;
const LATE = 'nodejs_eventloop_lag_p99_seconds{job="charge-api",instance="a"}';
const OLDEST = 'database_oldest_transaction_seconds{job="charge-api"}';

export const SATURATION_CASES: readonly RuleCase[] = [
  {
    alert: 'PoolWaitLong',
    title: 'fires when one wait in ten is longer than half a second, and clears when waits are short again',
    series: {
      [waits('0.5')]: counts([100, 5], [90, 20], [100, 20]),
      [waits('3')]: counts([100, 45]),
      [waits('+Inf')]: counts([100, 45]),
    },
    expected: firesThenClears(20, 35, 5),
  },
  {
    alert: 'PoolWaitLong',
    title: 'is silent while connections are free',
    series: { [waits('0.5')]: counts([100, 45]), [waits('3')]: counts([100, 45]), [waits('+Inf')]: counts([100, 45]) },
    expected: staysSilent(20, 44),
  },
  {
    alert: 'EventLoopLate',
    title: 'fires when a process is late for ten minutes, and clears when it is not',
    series: { [LATE]: levels([0.02, 5], [0.8, 15], [0.02, 10]) },
    expected: firesThenClears(17, 22, 5),
  },
  {
    alert: 'EventLoopLate',
    title: 'is silent about a burst',
    series: { [LATE]: levels([0.02, 5], [0.8, 5], [0.02, 10]) },
    expected: staysSilent(9, 19),
  },
  {
    alert: 'TransactionOpenForLong',
    title: 'fires when a transaction is forgotten, and clears when it ends',
    series: { [OLDEST]: '0+60x20 0x10' },
    expected: firesThenClears(18, 24, 10),
  },
  {
    alert: 'TransactionOpenForLong',
    title: 'is silent about a report of some minutes',
    series: { [OLDEST]: '0+60x9 0x20' },
    expected: staysSilent(9, 20),
  },
];
