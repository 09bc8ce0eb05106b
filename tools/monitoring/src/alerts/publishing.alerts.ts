import type { AlertSpec } from '../rules/alert.ts';
import { HOUR_S, MINUTE_S, rangeOf } from '../rules/time-scale.ts';

/** As many as the topic has partitions; fixed for good, because a charge keeps its shard. */
const SHARDS = 12;
/** Healthy is below a second, and a relay that was lost is replaced within five. */
const LATE_S = MINUTE_S;

export const PUBLISHING_ALERTS: readonly AlertSpec[] = [
  {
    name: 'OutboxLagGrowing',
    severity: 'page',
    area: 'publishing',
    summary: 'The oldest unpublished event has waited {{ $value | humanizeDuration }}, and it gets worse',
    description: 'Charges go on and nothing is lost; the ledger falls behind. Silent while a backlog is worked off.',
    expr: (time) =>
      `max(outbox_lag_seconds) > ${time.ageS(LATE_S)}` +
      ` and max(delta(outbox_lag_seconds[${rangeOf(time, 5 * MINUTE_S)}])) > 0`,
    holdS: 2 * MINUTE_S,
    explainedBy: [{ alert: 'ServiceDown', job: 'relay' }, { alert: 'RelayShardsUnowned' }],
  },
  {
    name: 'RelayShardsUnowned',
    severity: 'page',
    area: 'publishing',
    summary: 'Only {{ $value }} of 12 shards have a relay that publishes them',
    description: 'Events of the other shards wait in the outbox for as long as that lasts.',
    expr: () => `sum(relay_shards_owned) < ${SHARDS}`,
    holdS: 2 * MINUTE_S,
    explainedBy: [{ alert: 'ServiceDown', job: 'relay' }],
  },
  {
    name: 'KafkaTakesNoEvents',
    severity: 'ticket',
    area: 'publishing',
    summary: 'Kafka does not acknowledge events of {{ $value }} shards',
    description:
      'The relay holds them back and tries again for ever. When the outbox falls behind, OutboxLagGrowing pages.',
    // A shard that is held back is tried now and then, and is not held in that moment.
    expr: (time) => `sum(max_over_time(relay_shards_held[${rangeOf(time, 2 * MINUTE_S)}])) > 0`,
    holdS: 5 * MINUTE_S,
    explainedBy: [{ alert: 'OutboxLagGrowing' }],
  },
  {
    name: 'RelayOwnershipFlaps',
    severity: 'ticket',
    area: 'publishing',
    summary: 'Shards changed hands {{ $value | humanize }} times in an hour because a lease ran out',
    description: 'Relays stand still for longer than their lease, or die again and again.',
    expr: (time) =>
      `sum(increase(relay_shard_takeovers_total[${rangeOf(time, HOUR_S)}]))` +
      ` + sum(increase(relay_shard_losses_total[${rangeOf(time, HOUR_S)}])) > ${4 * SHARDS}`,
    holdS: 0,
    explainedBy: [{ alert: 'ServiceDown', job: 'relay' }, { alert: 'RelayShardsUnowned' }],
  },
  {
    name: 'OutboxUpkeepFails',
    severity: 'ticket',
    area: 'publishing',
    summary: 'The partitions of the outbox are not kept up',
    description: 'New events go to the default partition, which grows, or old ones are not dropped. Nothing is lost.',
    expr: (time) =>
      `sum(increase(relay_partition_upkeep_failures_total[${rangeOf(time, 6 * HOUR_S)}])) > 0` +
      ' or max(outbox_partition_days_ahead) < 1 or max(outbox_partitions_overdue) > 0',
    holdS: 30 * MINUTE_S,
  },
];
