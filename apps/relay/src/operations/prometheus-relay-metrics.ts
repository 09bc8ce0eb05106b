import type { Metrics } from '@once/observability';
import type { RelayMetrics } from './relay-metrics.ts';

/** Registers the relay's process counters. */
export function prometheusRelayMetrics(metrics: Metrics): RelayMetrics {
  const published = metrics.counter({
    name: 'relay_events_published_total',
    help: 'Events that were acknowledged by Kafka and marked as published by this process.',
  });
  const failures = metrics.counter({
    name: 'relay_send_failures_total',
    help: 'Sends to Kafka that were not acknowledged, by reason. The events stay unpublished and are sent again.',
    labelNames: ['reason'],
  });
  const takeovers = metrics.counter({
    name: 'relay_shard_takeovers_total',
    help: 'Shards claimed after the lease of their previous owner had run out.',
  });
  const losses = metrics.counter({
    name: 'relay_shard_losses_total',
    help: 'Shards that this process lost because it had been silent for longer than its lease.',
  });
  const upkeep = metrics.counter({
    name: 'relay_partition_upkeep_failures_total',
    help: 'Runs of the partition upkeep that failed. Appends go on in the default partition.',
  });
  return {
    eventsPublished: (count) => published.inc(count),
    sendFailed: (reason) => failures.inc({ reason }),
    shardTakenOver: () => takeovers.inc(),
    shardLost: () => losses.inc(),
    upkeepFailed: () => upkeep.inc(),
  };
}
