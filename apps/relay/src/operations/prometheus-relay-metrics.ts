import type { Metrics } from '@once/observability';
import type { RelayMetrics } from './relay-metrics.ts';

/** Registers what the relay counts while it works. */
export function prometheusRelayMetrics(metrics: Metrics): RelayMetrics {
  const published = metrics.counter('relay_events_published_total');
  const batches = metrics.histogram('relay_batch_events');
  const durations = metrics.histogram('relay_send_duration_seconds');
  const failures = metrics.counter('relay_send_failures_total');
  const takeovers = metrics.counter('relay_shard_takeovers_total');
  const losses = metrics.counter('relay_shard_losses_total');
  const jobs = metrics.counter('relay_partition_jobs_total');
  const failedJobs = metrics.counter('relay_partition_upkeep_failures_total');
  return {
    eventsPublished: (count) => published.inc(count),
    sent: (events, seconds) => {
      batches.observe(events);
      durations.observe(seconds);
    },
    sendFailed: (reason) => failures.inc({ reason }),
    shardTakenOver: () => takeovers.inc(),
    shardLost: () => losses.inc(),
    partitionJobEnded: (result) => {
      jobs.inc({ result });
      if (result === 'failed') failedJobs.inc();
    },
  };
}
