import type { ClaimedShard, OwnershipListener } from '../src/index.ts';

/** Counts take-overs and losses. */
export class CountedOwnership implements OwnershipListener {
  takenOver = 0;
  lostShards = 0;

  claimed(shards: readonly ClaimedShard[]): void {
    this.takenOver += shards.filter(({ previousOwner }) => previousOwner !== null).length;
  }

  lost(): void {
    this.lostShards += 1;
  }

  released = (): void => undefined;
}
