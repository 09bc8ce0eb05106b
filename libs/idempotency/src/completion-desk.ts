import { CommitUnknownError, failureCauseOf, runInTx, type Tx } from '@once/database';
import { fullJitterDelayMs } from '@once/retry-policy';
import type { Pool } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { Batcher } from './batcher.ts';
import type { IdempotencyOptions } from './idempotency-options.ts';
import type { OperationHandler, Settlement, Suspension } from './operation-handler.ts';
import type { StoredAnswer } from './operation-request.ts';
import { completeKeysInTx } from './sql/complete-keys.sql.ts';
import { lockClaimsInTx, type LockedClaim } from './sql/lock-claims.sql.ts';
import { suspendKeyInTx } from './sql/suspend-key.sql.ts';

/** `fenced`: the claim was taken over while we worked; nothing was written. */
export type CompletionOutcome = { kind: 'settled'; answer: StoredAnswer } | { kind: 'fenced' };

/** How long nobody need look at an unknown outcome after this many tries, milliseconds. */
const lookAgainMs = ({ unknownBackoff: { baseMs, capMs }, random }: IdempotencyOptions, attempt: number): number =>
  baseMs + fullJitterDelayMs({ retry: attempt, baseMs, capMs, random });

/** Pause before the n-th repetition: full jitter up to a second, so that a recovering database is not stampeded. */
const RETRY_BASE_MS = 50;
const RETRY_CAP_MS = 1_000;

const canRepeat = (error: unknown): boolean =>
  error instanceof CommitUnknownError || failureCauseOf(error) === 'outage';

/** Stores the ends of operations, many at once: the second of the two transactions, fenced by the epoch. */
export class CompletionDesk<C, S, R> {
  private readonly batcher: Batcher<Settlement<C, S>, CompletionOutcome>;
  private readonly pool: Pool;
  private readonly handler: OperationHandler<C, S, R>;
  private readonly options: IdempotencyOptions;

  constructor(pool: Pool, handler: OperationHandler<C, S, R>, options: IdempotencyOptions) {
    this.pool = pool;
    this.handler = handler;
    this.options = options;
    this.batcher = new Batcher({
      run: (items) => this.completeTogether(items),
      maxBatch: options.maxBatch,
      lanes: options.lanes,
      exclusiveKeyOf: ({ claim }) => claim.request.resourceIds[0] ?? claim.resourceId,
    });
  }

  /**
   * Completes one operation. An outage or a lost reply to COMMIT is repeated for one lease: the fence makes the
   * repetition safe, and the money has moved already, so giving up early would only leave the end to a later retry.
   */
  async complete(item: Settlement<C, S>): Promise<CompletionOutcome> {
    const outcome = await this.untilStored(() => this.batcher.submit(item));
    // What the provider said is never thrown away, even where it settles nothing any more.
    if (outcome.kind === 'fenced') await this.handler.keepLate?.(item);
    return outcome;
  }

  /**
   * Leaves an operation without an outcome and without a worker, for the resolver or for a person. If even that can't
   * be written, the lease runs out and whoever takes over asks the provider first.
   */
  suspend(suspension: Suspension<C>): Promise<{ kind: 'suspended' | 'fenced' }> {
    return this.untilStored(() => this.suspendInOneTx(suspension));
  }

  private suspendInOneTx(suspension: Suspension<C>): Promise<{ kind: 'suspended' | 'fenced' }> {
    const { claim, unsettled } = suspension;
    // If we crash here: PROCESSING with a lease, or unsettled with a time to look again. Recovery: the resumer or the
    // resolver. Duplicate effect prevented by: both ask the provider before they send, under the same provider key.
    return runInTx(this.pool, async (tx) => {
      const locked = await lockClaimsInTx(tx, [claim]);
      if (locked.get(claim.claimId)?.kind !== 'owned') return { kind: 'fenced' };
      await this.handler.suspendInTx?.(tx, suspension);
      await suspendKeyInTx(tx, claim, { unsettled, lookAgainMs: lookAgainMs(this.options, claim.attempt) });
      return { kind: 'suspended' };
    });
  }

  private async untilStored<T>(store: () => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + this.options.leaseMs;
    for (let failures = 1; ; failures++) {
      try {
        return await store();
      } catch (error) {
        if (!canRepeat(error) || performance.now() >= giveUpAt) throw error;
        await delay(Math.random() * Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** failures));
      }
    }
  }

  private async completeTogether(items: readonly Settlement<C, S>[]): Promise<CompletionOutcome[]> {
    const outcomes = await this.completeInOneTx(items);
    this.handler.afterSettled?.(items);
    return outcomes;
  }

  private completeInOneTx(items: readonly Settlement<C, S>[]): Promise<CompletionOutcome[]> {
    // If we crash here: the provider has acted, the operation is PROCESSING. Recovery: whoever claims the key at
    // epoch + 1 asks the provider by the same provider key and completes. Duplicate effect prevented by: the provider
    // key, and the epoch that this transaction locks before it writes anything.
    return runInTx(this.pool, async (tx) => {
      const locked = await lockClaimsInTx(
        tx,
        items.map(({ claim }) => claim),
      );
      const owned = items.filter(({ claim }) => locked.get(claim.claimId)?.kind === 'owned');
      const answers = await this.settleInTx(tx, owned);
      return items.map(({ claim }) => outcomeOf(locked.get(claim.claimId), answers.get(claim.claimId)));
    });
  }

  private async settleInTx(tx: Tx, owned: Settlement<C, S>[]): Promise<Map<string, StoredAnswer>> {
    if (owned.length === 0) return new Map();
    const settled = await this.handler.settleInTx(tx, owned);
    const completions = owned.map(({ claim }, index) => {
      const end = settled[index];
      if (!end) throw new Error(`${this.handler.operation}: fewer ends than settlements`);
      return { claim, settled: end };
    });
    await completeKeysInTx(tx, completions);
    return new Map(completions.map(({ claim, settled: end }) => [claim.claimId, end.answer]));
  }
}

const outcomeOf = (locked: LockedClaim | undefined, answer: StoredAnswer | undefined): CompletionOutcome => {
  if (answer) return { kind: 'settled', answer };
  return locked?.kind === 'settled' ? { kind: 'settled', answer: locked.answer } : { kind: 'fenced' };
};
