import type { AlertSpec } from '../rules/alert.ts';
import { MINUTE_S, rangeOf } from '../rules/time-scale.ts';

/** Of the topic. */
const PARTITIONS = 12;
/** Healthy is below a second; a rebalance takes seconds. */
const LATE_S = MINUTE_S;

export const POSTING_ALERTS: readonly AlertSpec[] = [
  {
    name: 'ConsumerLagGrowing',
    severity: 'page',
    area: 'posting',
    summary:
      'The oldest event that is not in the ledger has waited {{ $value | humanizeDuration }} in Kafka, and it gets worse',
    description: 'Nothing is lost; the offsets stay where they are. Silent while a backlog is worked off.',
    expr: (time) =>
      `max(consumer_lag_seconds) > ${time.ageS(LATE_S)}` +
      ` and max(delta(consumer_lag_seconds[${rangeOf(time, 5 * MINUTE_S)}])) > 0`,
    holdS: 2 * MINUTE_S,
    explainedBy: [
      { alert: 'ServiceDown', job: 'ledger-consumer' },
      { alert: 'PartitionsUnassigned' },
      { alert: 'PartitionsPaused' },
    ],
  },
  {
    name: 'PartitionsUnassigned',
    severity: 'page',
    area: 'posting',
    summary: 'Only {{ $value }} of 12 partitions are read by a ledger-consumer',
    description: 'Events of the other partitions wait in Kafka for as long as that lasts.',
    expr: () => `sum(consumer_partitions_assigned) < ${PARTITIONS}`,
    holdS: 3 * MINUTE_S,
    explainedBy: [{ alert: 'ServiceDown', job: 'ledger-consumer' }],
  },
  {
    name: 'PartitionsPaused',
    severity: 'page',
    area: 'posting',
    summary: '{{ $value }} partitions of the ledger rest: {{ $labels.reason }}',
    description:
      'Their charges are not posted until the reason is gone. Nothing is lost and nothing is set aside meanwhile.',
    // A partition that rests is tried now and then, and does not rest in that moment.
    expr: (time) => `sum by (reason) (max_over_time(consumer_partitions_paused[${rangeOf(time, 2 * MINUTE_S)}])) > 0`,
    holdS: 3 * MINUTE_S,
    explainedBy: [{ alert: 'ServiceDown', job: 'ledger-consumer' }],
  },
];
