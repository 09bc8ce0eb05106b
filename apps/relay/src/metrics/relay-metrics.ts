import { Injectable } from '@nestjs/common';
import type { SendRejection } from '@once/messaging';
import { Metrics } from '@once/observability';
import type { PartitionJobResult } from '@once/outbox';
import { RELAY_METRICS } from './relay.metric-specs.ts';

/** What the relay counts while it works. Process counters: after a crash they can only have counted too little. */
@Injectable()
export class RelayMetrics {
  private readonly published;
  private readonly batches;
  private readonly durations;
  private readonly failures;
  private readonly takeovers;
  private readonly losses;
  private readonly jobs;
  private readonly failedJobs;

  constructor(metrics: Metrics) {
    const own = metrics.of(RELAY_METRICS);
    this.published = own.counter('relay_events_published_total');
    this.batches = own.histogram('relay_batch_events');
    this.durations = own.histogram('relay_send_duration_seconds');
    this.failures = own.counter('relay_send_failures_total');
    this.takeovers = own.counter('relay_shard_takeovers_total');
    this.losses = own.counter('relay_shard_losses_total');
    this.jobs = own.counter('relay_partition_jobs_total');
    this.failedJobs = own.counter('relay_partition_upkeep_failures_total');
  }

  eventsPublished(count: number): void {
    this.published.inc(count);
  }

  /** A send to Kafka has ended, acknowledged or not. */
  sent(events: number, seconds: number): void {
    this.batches.observe(events);
    this.durations.observe(seconds);
  }

  sendFailed(reason: SendRejection | 'not_connected'): void {
    this.failures.inc({ reason });
  }

  shardTakenOver(): void {
    this.takeovers.inc();
  }

  shardLost(): void {
    this.losses.inc();
  }

  partitionJobEnded(result: PartitionJobResult): void {
    this.jobs.inc({ result });
    if (result === 'failed') this.failedJobs.inc();
  }
}

/** Its counters without their metrics; tests count in numbers. */
export type RelayCounters = Pick<RelayMetrics, keyof RelayMetrics>;
