import type { Holding } from './holding.ts';

interface OwnedShard {
  epoch: string;
  /** On this process's monotonic clock: until then the database counts the shard as ours. */
  safeUntilMs: number;
  isLeaving: boolean;
  isSending: boolean;
}

export interface OwnedShardsOptions {
  /** Monotonic milliseconds. */
  nowMs: () => number;
  /** A send is not begun with less of the lease left than this. */
  minLeaseToSendMs: number;
}

/**
 * What this process knows of the shards it owns; the database is the truth. The keeper writes it, the publisher asks it.
 *
 * `safeUntilMs` errs on the early side: it counts from a moment before the claim or renewal was sent, while the
 * database counts from when it ran. So a relay that was stopped, or cut off from the database, finds its shards unsafe
 * no later than another relay may claim them.
 */
export class OwnedShards {
  private readonly options: OwnedShardsOptions;
  private readonly shards = new Map<number, OwnedShard>();

  constructor(options: OwnedShardsOptions) {
    this.options = options;
  }

  /** On the process's monotonic clock. A send takes milliseconds as a rule, so a third of the lease is ample. */
  static withLease(leaseMs: number): OwnedShards {
    return new OwnedShards({ nowMs: () => performance.now(), minLeaseToSendMs: leaseMs / 3 });
  }

  /** The clock that `safeUntilMs` is measured on. */
  nowMs(): number {
    return this.options.nowMs();
  }

  get size(): number {
    return this.shards.size;
  }

  /** Those whose lease runs: one that can't be renewed is published by nobody, whoever the database names as its owner. */
  get leasedCount(): number {
    const nowMs = this.options.nowMs();
    return [...this.shards.values()].filter(({ safeUntilMs }) => safeUntilMs > nowMs).length;
  }

  has(shard: number): boolean {
    return this.shards.has(shard);
  }

  holdings(): Holding[] {
    return [...this.shards].map(([shard, { epoch }]) => ({ shard, epoch }));
  }

  add({ shard, epoch }: Holding, safeUntilMs: number): void {
    this.shards.set(shard, { epoch, safeUntilMs, isLeaving: false, isSending: false });
  }

  /** Extends the lease of a holding; one that was lost and claimed anew meanwhile has another epoch and is left alone. */
  extend({ shard, epoch }: Holding, safeUntilMs: number): void {
    const owned = this.shards.get(shard);
    if (owned?.epoch === epoch) owned.safeUntilMs = safeUntilMs;
  }

  /** Forgets a holding. True when it was still known. */
  remove({ shard, epoch }: Holding): boolean {
    return this.shards.get(shard)?.epoch === epoch && this.shards.delete(shard);
  }

  /** Shards that may be read and sent now. */
  sendable(): Holding[] {
    const earliestMs = this.options.nowMs() + this.options.minLeaseToSendMs;
    return [...this.shards].flatMap(([shard, owned]) =>
      !owned.isLeaving && owned.safeUntilMs >= earliestMs ? [{ shard, epoch: owned.epoch }] : [],
    );
  }

  /** Marks those of `holdings` that are still sendable as being sent, and returns them. */
  beginSending(holdings: readonly Holding[]): Holding[] {
    const sendable = new Set(this.sendable().map(({ shard, epoch }) => `${shard}/${epoch}`));
    const begun = holdings.filter(({ shard, epoch }) => sendable.has(`${shard}/${epoch}`));
    for (const { shard } of begun) this.setSending(shard, true);
    return begun;
  }

  endSending(holdings: readonly Holding[]): void {
    for (const { shard } of holdings) this.setSending(shard, false);
  }

  /** Keeps at most `share` shards from the next send on. The surplus is released when its last send has ended. */
  keepAtMost(share: number): void {
    const staying = [...this.shards.values()].filter(({ isLeaving }) => !isLeaving);
    for (const surplus of staying.slice(Math.max(0, share))) surplus.isLeaving = true;
  }

  /** Shards that are to be released and have no send in flight. */
  releasable(): Holding[] {
    return [...this.shards].flatMap(([shard, { epoch, isLeaving, isSending }]) =>
      isLeaving && !isSending ? [{ shard, epoch }] : [],
    );
  }

  private setSending(shard: number, isSending: boolean): void {
    const owned = this.shards.get(shard);
    if (owned) owned.isSending = isSending;
  }
}
