/** What a service shows of its Kafka consumer. */
export const CONSUMER_METRICS = {
  consumer_lag_records: {
    type: 'gauge',
    unit: 'records',
    help: 'Records behind the end of each partition assigned to this process, as of its last fetch.',
    source: 'process',
    labels: { topic: 'the topic that the service is configured for', partition: 'number of a partition of it' },
  },
  consumer_lag_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'Age of the oldest record that is not dealt with, by partition assigned to this process; 0 when there is none.',
    source: 'process',
    labels: { topic: 'the topic that the service is configured for', partition: 'number of a partition of it' },
  },
  consumer_partitions_assigned: {
    type: 'gauge',
    unit: 'partitions',
    help: 'Partitions assigned to this process.',
    source: 'process',
    labels: {},
  },
} as const;
