import type { SendRejection } from '@once/messaging';
import { fullJitterDelayMs, type Random } from '@once/retry-policy';

interface Lane {
  /** Rows of the next batch: the full size, or less while the broker refuses. */
  maxRows: number;
  /** Failures in a row since the last success. */
  failures: number;
  heldUntilMs: number;
  /** Sent by itself, because a send together with others has failed. */
  isAlone: boolean;
}

export interface LanesOptions {
  batchRows: number;
  nowMs: () => number;
  random: Random;
}

const BACKOFF_BASE_MS = 100;
/** A shard that the broker refuses is tried again this often at least, so that it flows soon after the cause is gone. */
const BACKOFF_CAP_MS = 5_000;

/**
 * What the publisher remembers of each shard's failures. Healthy shards are sent together. After a failed send nobody
 * knows which shard's batch was at fault, so each goes alone until it has succeeded once; a shard that fails alone is
 * held back by itself, and the others do not wait for it. Within a shard nothing is ever passed over.
 */
export class Lanes {
  private readonly lanes = new Map<number, Lane>();

  constructor(private readonly options: LanesOptions) {}

  /** Splits shards into sends, without those held back: all healthy ones together, each other one alone. */
  sendsOf(shards: readonly number[]): number[][] {
    const nowMs = this.options.nowMs();
    const open = shards.filter((shard) => this.lane(shard).heldUntilMs <= nowMs);
    const together = open.filter((shard) => !this.lane(shard).isAlone);
    const alone = open.filter((shard) => this.lane(shard).isAlone);
    return [...(together.length > 0 ? [together] : []), ...alone.map((shard) => [shard])];
  }

  /** The seam for pacing: whoever wants to slow catch-up down grants fewer rows here. */
  rowsFor(shard: number): number {
    return this.lane(shard).maxRows;
  }

  succeeded(shard: number): void {
    const lane = this.lane(shard);
    Object.assign(lane, { failures: 0, heldUntilMs: 0, isAlone: false });
    lane.maxRows = Math.min(this.options.batchRows, lane.maxRows * 2);
  }

  failedTogether(shards: readonly number[]): void {
    for (const shard of shards) this.lane(shard).isAlone = true;
  }

  /**
   * A broker that answers "no" to several rows gets half of them next time, until the one it means stands alone at the
   * head: what is before it flows, what is behind it waits. Too large is settled by halving, so it need not wait.
   */
  failedAlone(shard: number, { rows, reason }: { rows: number; reason: SendRejection }): void {
    const lane = this.lane(shard);
    lane.isAlone = true;
    lane.failures += 1;
    const canHalve = rows > 1 && reason !== 'unanswered';
    if (canHalve) lane.maxRows = Math.floor(rows / 2);
    if (!(canHalve && reason === 'too_large')) lane.heldUntilMs = this.options.nowMs() + this.backoffMs(lane.failures);
  }

  /** Number of shards held back at the moment. */
  heldCount(): number {
    const nowMs = this.options.nowMs();
    return [...this.lanes.values()].filter(({ heldUntilMs }) => heldUntilMs > nowMs).length;
  }

  /** Milliseconds until the next of `shards` is let go; Infinity when none is held. */
  nextReleaseMs(shards: readonly number[]): number {
    const nowMs = this.options.nowMs();
    const waits = shards.map((shard) => this.lane(shard).heldUntilMs - nowMs).filter((waitMs) => waitMs > 0);
    return Math.min(Infinity, ...waits);
  }

  private backoffMs(retry: number): number {
    return fullJitterDelayMs({ retry, baseMs: BACKOFF_BASE_MS, capMs: BACKOFF_CAP_MS, random: this.options.random });
  }

  private lane(shard: number): Lane {
    const known = this.lanes.get(shard);
    if (known) return known;
    const fresh = { maxRows: this.options.batchRows, failures: 0, heldUntilMs: 0, isAlone: false };
    this.lanes.set(shard, fresh);
    return fresh;
  }
}
