import { AsyncLocalStorage } from 'node:async_hooks';
import type { Claim } from './operation/operation-request.ts';

export interface LeaseKeeperOptions {
  renew: (claims: readonly Claim<unknown>[]) => Promise<void>;
  /** A third of the lease: two renewals may fail before the lease is over. */
  intervalMs: number;
  onFailure: (error: unknown) => void;
}

/**
 * Renews the leases of all operations that this process is working on, in one statement per interval. A claim that
 * settles within one interval, which is nearly every one, never costs a renewal.
 */
export class LeaseKeeper {
  private readonly held = new Map<string, { claim: Claim<unknown>; since: number }>();
  private timer: NodeJS.Timeout | undefined;
  private isRenewing = false;
  private readonly options: LeaseKeeperOptions;
  private readonly outside = AsyncLocalStorage.snapshot();

  constructor(options: LeaseKeeperOptions) {
    this.options = options;
  }

  hold(claim: Claim<unknown>): void {
    this.held.set(claim.claimId, { claim, since: performance.now() });
    // Not in the context of the operation that happens to be the first: its trace would get the renewals of all.
    this.timer ??= this.outside(() => setInterval(() => void this.renewAged(), this.options.intervalMs));
  }

  letGo(claim: Claim<unknown>): void {
    this.held.delete(claim.claimId);
    if (this.held.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async renewAged(): Promise<void> {
    // A slow database must not collect overlapping renewals.
    if (this.isRenewing) return;
    const now = performance.now();
    // Half an interval: whatever is younger is renewed next time, still well within its lease.
    const aged = [...this.held.values()].filter(({ since }) => now - since >= this.options.intervalMs / 2);
    if (aged.length === 0) return;
    this.isRenewing = true;
    // A failed renewal is safe: the worst that follows is a take-over, and the epoch refuses our late write.
    await this.options.renew(aged.map(({ claim }) => claim)).catch(this.options.onFailure);
    this.isRenewing = false;
  }
}
