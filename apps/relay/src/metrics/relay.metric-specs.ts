import type { MetricSet } from '@once/observability';

/** From a healthy round trip to the 30 s after which a call counts as unanswered, seconds. */
const CALL_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];

/** The work of a relay. */
export const RELAY_METRICS = {
  relay_events_published_total: {
    type: 'counter',
    unit: 'events',
    help: 'Events that were acknowledged by Kafka and marked as published by this process.',
    source: 'process',
    labels: {},
  },
  relay_batch_events: {
    type: 'histogram',
    unit: 'events',
    help: 'Events of one send to Kafka.',
    source: 'process',
    labels: {},
    buckets: BATCH_BUCKETS,
  },
  relay_send_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'Time of one send to Kafka until it was acknowledged or given up.',
    source: 'process',
    labels: {},
    buckets: CALL_BUCKETS_S,
  },
  relay_send_failures_total: {
    type: 'counter',
    unit: 'sends',
    help: 'Sends to Kafka that were not acknowledged, by reason. The events stay unpublished and are sent again.',
    source: 'process',
    labels: { reason: ['too_large', 'refused', 'unanswered', 'not_connected'] },
  },
  relay_shards_owned: {
    type: 'gauge',
    unit: 'shards',
    help: 'Shards that this process owns and whose lease runs. All relays together own 12.',
    source: 'process',
    labels: {},
  },
  relay_shards_held: {
    type: 'gauge',
    unit: 'shards',
    help: 'Shards that this process holds back because Kafka took none of their events.',
    source: 'process',
    labels: {},
  },
  relay_shard_takeovers_total: {
    type: 'counter',
    unit: 'shards',
    help: 'Shards claimed after the lease of their previous owner had run out.',
    source: 'process',
    labels: {},
  },
  relay_shard_losses_total: {
    type: 'counter',
    unit: 'shards',
    help: 'Shards that this process lost because it had been silent for longer than its lease.',
    source: 'process',
    labels: {},
  },
  relay_partition_jobs_total: {
    type: 'counter',
    unit: 'jobs',
    help: 'Jobs on partitions of the outbox by result. default_in_use, unpublished and failed ask for a look.',
    source: 'process',
    labels: {
      result: ['created', 'exists', 'default_in_use', 'dropped', 'absent', 'unpublished', 'busy', 'purged', 'failed'],
    },
  },
  relay_partition_upkeep_failures_total: {
    type: 'counter',
    unit: 'jobs',
    help: 'Jobs on partitions of the outbox that failed. Appends go on in the default partition.',
    source: 'process',
    labels: {},
  },
} as const satisfies MetricSet;
