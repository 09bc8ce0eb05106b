import type { RelayCounters } from '../src/metrics/relay-metrics.ts';

/** The relay's counters as plain numbers. */
export class CountedMetrics implements RelayCounters {
  published = 0;
  failures: string[] = [];
  batches: number[] = [];
  jobs: string[] = [];
  takenOver = 0;
  lost = 0;

  eventsPublished(count: number): void {
    this.published += count;
  }

  sendFailed(reason: string): void {
    this.failures.push(reason);
  }

  shardTakenOver(): void {
    this.takenOver += 1;
  }

  shardLost(): void {
    this.lost += 1;
  }

  sent(events: number): void {
    this.batches.push(events);
  }

  partitionJobEnded(result: string): void {
    this.jobs.push(result);
  }
}
