/** Shards that have something new; `all` when that is not known more closely. */
export type WokenShards = readonly number[] | 'all';

/** Lets whoever learns of new work (a NOTIFY, a claim) tell the publisher, which neither of them knows. */
export class WakeSignal {
  private listener: (shards: WokenShards) => void = () => undefined;

  onWake(listener: (shards: WokenShards) => void): void {
    this.listener = listener;
  }

  wake(shards: WokenShards): void {
    this.listener(shards);
  }
}
