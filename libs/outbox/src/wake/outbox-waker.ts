import type { Pool } from 'pg';
import { notifyRelays } from './notify-relays.sql.ts';

/**
 * NOTIFY takes a cluster-wide lock at commit (measured ceilings are some hundred a second), so a process sends at most
 * one per interval. 10 ms is well below what a person notices and keeps a process at 100 a second at most.
 */
const COALESCE_MS = 10;

export interface OutboxWakerOptions {
  /** Called at the first failure of a streak, not at each: wakes are hints, and a log line per payment would drown. */
  onFailure?: (error: unknown) => void;
  /** Replaced in tests. */
  notify?: (shards: readonly number[]) => Promise<void>;
}

/**
 * Tells the relays, after a commit, that a shard has something to publish. Best effort: never inside a transaction,
 * never awaited by a payment, never thrown at one. The relays' polling is the truth.
 */
export class OutboxWaker {
  /** Wakes that could not be sent, since the start of the process. */
  failures = 0;

  private readonly notify: (shards: readonly number[]) => Promise<void>;
  private readonly onFailure: (error: unknown) => void;
  private readonly pending = new Set<number>();
  private sending: Promise<void> | undefined;
  private isClosed = false;
  private isFailing = false;

  constructor(pool: Pool, options: OutboxWakerOptions = {}) {
    this.notify = options.notify ?? ((shards) => notifyRelays(pool, shards));
    this.onFailure = options.onFailure ?? (() => undefined);
  }

  /** Returns at once. The first wake after a pause goes out immediately, those of the next 10 ms together. */
  wake(shard: number): void {
    if (this.isClosed) return;
    this.pending.add(shard);
    this.sending ??= this.sendPending();
  }

  /** Sends nothing more; resolves when the last notification has settled. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.pending.clear();
    await this.sending;
  }

  /** One notification at a time, so that a slow database collects shards in a set of 12 and never a queue. */
  private async sendPending(): Promise<void> {
    while (this.pending.size > 0) {
      const shards = [...this.pending];
      this.pending.clear();
      await Promise.all([this.sendOnce(shards), pause(COALESCE_MS)]);
    }
    this.sending = undefined;
  }

  private async sendOnce(shards: readonly number[]): Promise<void> {
    try {
      await this.notify(shards);
      this.isFailing = false;
    } catch (error) {
      this.failures += 1;
      if (!this.isFailing) this.onFailure(error);
      this.isFailing = true;
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
