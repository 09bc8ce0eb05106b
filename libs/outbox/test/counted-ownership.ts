import type { OwnershipMetrics } from '../src/index.ts';

/** The counters of ownership as plain numbers. */
export class CountedOwnership implements OwnershipMetrics {
  takenOver = 0;
  lost = 0;

  shardTakenOver(): void {
    this.takenOver += 1;
  }

  shardLost(): void {
    this.lost += 1;
  }
}
