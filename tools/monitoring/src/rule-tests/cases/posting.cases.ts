import { firesThenClears, staysSilent, type RuleCase } from '../rule-case.ts';
import { levels } from '../series.ts';

const lag = (partition: number) => `consumer_lag_seconds{job="ledger-consumer",partition="${partition}"}`;
const assigned = (instance: string) => `consumer_partitions_assigned{job="ledger-consumer",instance="${instance}"}`;
const paused = (reason: string) => `consumer_partitions_paused{job="ledger-consumer",reason="${reason}"}`;

export const POSTING_CASES: readonly RuleCase[] = [
  {
    alert: 'ConsumerLagGrowing',
    title: 'fires when one partition falls behind, and clears while it catches up',
    series: { [lag(0)]: '0x40', [lag(1)]: '0x5 60+60x10 600-60x10 0x5' },
    expected: firesThenClears(12, 24, 5),
  },
  {
    alert: 'ConsumerLagGrowing',
    title: 'is silent in the seconds that a rebalance costs',
    series: { [lag(0)]: '0x5 10+10x2 0x20' },
    expected: staysSilent(6, 8, 20),
  },
  {
    alert: 'PartitionsUnassigned',
    title: 'fires when a partition has no reader, and clears when it has one',
    series: { [assigned('a')]: levels([6, 30]), [assigned('b')]: levels([6, 5], [5, 10], [6, 15]) },
    expected: firesThenClears(11, 17, 5),
  },
  {
    alert: 'PartitionsUnassigned',
    title: 'is silent during a rebalance',
    series: { [assigned('a')]: levels([6, 5], [0, 1], [12, 20]), [assigned('b')]: levels([6, 5], [0, 21]) },
    expected: staysSilent(5, 6, 20),
  },
  {
    alert: 'PartitionsPaused',
    title: 'fires when a partition rests for minutes, and clears when it goes on',
    series: { [paused('version_gap')]: levels([0, 5], [1, 10], [0, 10]), [paused('database_outage')]: levels([0, 25]) },
    expected: firesThenClears(11, 19, 5),
  },
  {
    alert: 'PartitionsPaused',
    title: 'fires also when the partition is tried in between',
    series: { [paused('database_outage')]: `0x5 1 1 0 1 1 0 1 1 0 1 1 0x10` },
    expected: firesThenClears(11, 21, 5),
  },
  {
    alert: 'PartitionsPaused',
    title: 'is silent about a predecessor that comes a minute late',
    series: { [paused('version_gap')]: levels([0, 5], [1, 1], [0, 10]) },
    expected: staysSilent(5, 6, 15),
  },
];
