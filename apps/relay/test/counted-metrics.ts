import { CountedOwnership } from '../../../libs/outbox/test/counted-ownership.ts';
import type { RelayMetrics } from '../src/operations/relay-metrics.ts';

/** The relay's counters as plain numbers. */
export class CountedMetrics extends CountedOwnership implements RelayMetrics {
  published = 0;
  failures: string[] = [];
  batches: number[] = [];
  jobs: string[] = [];

  eventsPublished(count: number): void {
    this.published += count;
  }

  sendFailed(reason: string): void {
    this.failures.push(reason);
  }

  sent(events: number): void {
    this.batches.push(events);
  }

  partitionJobEnded(result: string): void {
    this.jobs.push(result);
  }
}
