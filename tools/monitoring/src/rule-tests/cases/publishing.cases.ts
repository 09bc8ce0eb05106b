import { firesThenClears, staysSilent, type RuleCase } from '../rule-case.ts';
import { counts, levels } from '../series.ts';

const LAG = 'outbox_lag_seconds{job="relay"}';
const owned = (instance: string) => `relay_shards_owned{job="relay",instance="${instance}"}`;
const TAKEOVERS = 'relay_shard_takeovers_total{job="relay"}';
const LOSSES = 'relay_shard_losses_total{job="relay"}';
const UPKEEP_FAILURES = 'relay_partition_upkeep_failures_total{job="relay"}';
const DAYS_AHEAD = 'outbox_partition_days_ahead{job="relay"}';
const OVERDUE = 'outbox_partitions_overdue{job="relay"}';

const upkeep = (days: string, overdue: string, failures: string) => ({
  [DAYS_AHEAD]: days,
  [OVERDUE]: overdue,
  [UPKEEP_FAILURES]: failures,
});

export const PUBLISHING_CASES: readonly RuleCase[] = [
  {
    alert: 'OutboxLagGrowing',
    title: 'fires when events wait longer and longer, and clears while the backlog is worked off',
    series: { [LAG]: '0x5 60+60x10 600-60x10 0x5' },
    expected: firesThenClears(12, 24, 5),
  },
  {
    alert: 'OutboxLagGrowing',
    title: 'is silent while a large backlog shrinks',
    series: { [LAG]: '3600-60x30' },
    expected: staysSilent(10, 29),
  },
  {
    alert: 'OutboxLagGrowing',
    title: 'is silent in the seconds that a lost relay costs',
    series: { [LAG]: '0x5 5+5x2 0x20' },
    expected: staysSilent(6, 8, 20),
  },
  {
    alert: 'RelayShardsUnowned',
    title: 'fires when a shard has no relay, and clears when it has one',
    series: { [owned('a')]: levels([6, 30]), [owned('b')]: levels([6, 5], [5, 10], [6, 15]) },
    expected: firesThenClears(9, 17, 5),
  },
  {
    alert: 'RelayShardsUnowned',
    title: 'is silent however the shards are shared',
    series: { [owned('a')]: levels([12, 10], [5, 20]), [owned('b')]: levels([0, 10], [7, 20]) },
    expected: staysSilent(5, 12, 29),
  },
  {
    alert: 'KafkaTakesNoEvents',
    title: 'fires when shards are held back, and clears when they are not',
    series: { 'relay_shards_held{job="relay"}': levels([0, 5], [3, 12], [0, 10]) },
    expected: firesThenClears(13, 20, 6),
  },
  {
    alert: 'KafkaTakesNoEvents',
    title: 'fires also when they are tried in between',
    series: { 'relay_shards_held{job="relay"}': `0x5 3 0 3 0 3 0 3 0 3 0 3 0x10` },
    expected: firesThenClears(14, 22, 6),
  },
  {
    alert: 'KafkaTakesNoEvents',
    title: 'is silent about a broker that restarts',
    series: { 'relay_shards_held{job="relay"}': levels([0, 5], [12, 2], [0, 10]) },
    expected: staysSilent(6, 12),
  },
  {
    alert: 'RelayOwnershipFlaps',
    title: 'fires when leases run out again and again, and clears an hour after',
    series: { [TAKEOVERS]: counts([0, 5], [2, 20], [0, 70]), [LOSSES]: counts([0, 5], [2, 20], [0, 70]) },
    expected: firesThenClears(25, 94, 5),
  },
  {
    alert: 'RelayOwnershipFlaps',
    title: 'is silent about relays that are replaced one after the other',
    series: { [TAKEOVERS]: levels([0, 5], [12, 5], [24, 60]), [LOSSES]: levels([0, 70]) },
    expected: staysSilent(7, 12, 60),
  },
  {
    alert: 'OutboxUpkeepFails',
    title: 'fires when a job fails, and clears six hours after the last time',
    series: upkeep(levels([7, 500]), levels([0, 500]), levels([0, 5], [1, 495])),
    expected: firesThenClears(40, 400, 5),
  },
  {
    alert: 'OutboxUpkeepFails',
    title: 'fires when there is no partition for tomorrow, and clears when there is one',
    series: upkeep(levels([7, 5], [0, 40], [7, 10]), levels([0, 55]), levels([0, 55])),
    expected: firesThenClears(40, 47, 5),
  },
  {
    alert: 'OutboxUpkeepFails',
    title: 'fires when an old partition stays, and clears when it is gone',
    series: upkeep(levels([7, 55]), levels([0, 5], [1, 40], [0, 10]), levels([0, 55])),
    expected: firesThenClears(40, 47, 5),
  },
  {
    alert: 'OutboxUpkeepFails',
    title: 'is silent while partitions come and go',
    series: upkeep(levels([7, 20], [6, 40]), levels([0, 60]), levels([0, 60])),
    expected: staysSilent(40, 59),
  },
];
