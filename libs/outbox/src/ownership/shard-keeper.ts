import { SHARD_COUNT } from '@once/contracts';
import { failpoint } from '@once/failpoint';
import type { Pool } from 'pg';
import { fairShare } from './fair-share.ts';
import type { Holding } from './holding.ts';
import type { OwnedShards } from './owned-shards.ts';
import {
  claimShards,
  leaveMembers,
  releaseShards,
  renewLeases,
  type ClaimedShard,
  type Renewal,
} from './shard-ownership.sql.ts';

/** Hears which shards come and go, and how many are owned then: to log and count it. */
export interface OwnershipListener {
  /** Their backlog is waiting. */
  claimed(shards: readonly ClaimedShard[], owned: number): void;
  released(holdings: readonly Holding[], owned: number): void;
  /** The shard has another owner: this relay was silent for longer than its lease. */
  lost(holding: Holding): void;
}

export interface ShardKeeperOptions {
  pool: Pool;
  owned: OwnedShards;
  /** Unique per process start: a relay that restarts must not take its predecessor's leases for its own. */
  member: string;
  leaseMs: number;
  listener: OwnershipListener;
}

/** Six ticks in a lease: five may fail, or be late, before a shard changes hands. */
const TICKS_PER_LEASE = 6;
/** Bounds how long a dead relay's shards lie free, whatever the lease is. */
const MAX_TICK_MS = 500;

/** Keeps this relay's fair share of the shards: renews, claims what is free, gives back what is too much. */
export class ShardKeeper {
  private readonly options: ShardKeeperOptions;

  constructor(options: ShardKeeperOptions) {
    this.options = options;
  }

  /** One tick; returns when the next is due. The jitter keeps relays that started together from ticking together. */
  async tick(): Promise<number> {
    const renewal = await this.renew();
    const { owned } = this.options;
    const share = fairShare(SHARD_COUNT, renewal);
    owned.keepAtMost(share);
    await this.release(owned.releasable());
    if (owned.size < share) await this.claim(share - owned.size);
    const tickMs = Math.min(MAX_TICK_MS, this.options.leaseMs / TICKS_PER_LEASE);
    return tickMs * (0.8 + 0.2 * Math.random());
  }

  /** Gives everything back. Call it when no send is in flight any more. */
  async leave(): Promise<void> {
    const { pool, member, owned } = this.options;
    owned.keepAtMost(0);
    await this.release(owned.releasable());
    await leaveMembers(pool, member);
  }

  private async renew(): Promise<Renewal> {
    const { pool, member, leaseMs, owned } = this.options;
    const holdings = owned.holdings();
    const askedAtMs = owned.nowMs();
    const renewal = await renewLeases(pool, { member, leaseMs, holdings });
    const renewed = new Set(renewal.shards);
    for (const holding of holdings) {
      if (renewed.has(holding.shard)) owned.extend(holding, askedAtMs + leaseMs);
      else this.lose(holding);
    }
    return renewal;
  }

  private lose(holding: Holding): void {
    if (this.options.owned.remove(holding)) this.options.listener.lost(holding);
  }

  private async claim(limit: number): Promise<void> {
    const { pool, member, leaseMs, owned, listener } = this.options;
    const askedAtMs = owned.nowMs();
    const claimed = await claimShards(pool, { member, limit, leaseMs });
    failpoint('relay.shards-claimed-before-read');
    for (const shard of claimed) owned.add(shard, askedAtMs + leaseMs);
    if (claimed.length > 0) listener.claimed(claimed, owned.size);
  }

  private async release(holdings: Holding[]): Promise<void> {
    if (holdings.length === 0) return;
    const { pool, member, owned, listener } = this.options;
    // Forgotten before the statement is sent: nothing may be sent for a shard that the database may have freed.
    for (const holding of holdings) owned.remove(holding);
    // If we crash here: the shards are ours in the database and nobody publishes them. Recovery: their lease ends and
    // another relay claims them. Duplicate effect prevented by: nothing was in flight, so there is none.
    await releaseShards(pool, member, holdings);
    listener.released(holdings, owned.size);
  }
}
