/** What a service shows of the outbox of its database. */
export const OUTBOX_METRICS = {
  outbox_lag_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'Age of the oldest unpublished event; 0 when there is none.',
    source: 'rows',
    labels: {},
  },
  outbox_pending: {
    type: 'gauge',
    unit: 'events',
    help: 'Unpublished events of all shards.',
    source: 'rows',
    labels: {},
  },
  outbox_partition_days_ahead: {
    type: 'gauge',
    unit: 'days',
    help: 'Days after today that have a partition of the outbox, without a gap. At 0 appends go to the default one tomorrow.',
    source: 'rows',
    labels: {},
  },
  outbox_partitions_overdue: {
    type: 'gauge',
    unit: 'partitions',
    help: 'Partitions of the outbox that are past their retention and still there.',
    source: 'rows',
    labels: {},
  },
} as const;
