import { runInTx, type Tx } from '@once/database';
import { failpoint } from '@once/failpoint';
import type { Pool } from 'pg';
import { Batcher } from './batcher.ts';
import type { IdempotencyOptions } from './idempotency-options.ts';
import type { OperationHandler, Settlement } from './operation/operation-handler.ts';
import type { StoredAnswer } from './operation/operation-request.ts';
import { completeKeysInTx } from './sql/complete-keys.sql.ts';
import { lockClaimsInTx, type LockedClaim } from './sql/lock-claims.sql.ts';
import { untilStored } from './until-stored.ts';

/** `fenced`: the claim was taken over while we worked; nothing was written. */
export type CompletionOutcome = { kind: 'settled'; answer: StoredAnswer } | { kind: 'fenced' };

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
      onBatch: (size) => options.onBatch?.('completion', size),
      around: (contexts, work) => options.aroundBatch?.('completion', contexts, work) ?? work(),
    });
  }

  /**
   * Completes one operation. An outage or a lost reply to COMMIT is repeated for one lease: the fence makes the
   * repetition safe, and the money has moved already, so giving up early would only leave the end to a later retry.
   */
  async complete(item: Settlement<C, S>): Promise<CompletionOutcome> {
    const outcome = await this.persist(() => this.batcher.submit(item));
    if (outcome.kind === 'fenced') await this.keepLate(item);
    return outcome;
  }

  /** What the provider said is never thrown away, even where it settles nothing any more. */
  private async keepLate(item: Settlement<C, S>): Promise<void> {
    try {
      await this.persist(async () => this.handler.keepLate?.(item));
    } catch (error) {
      // The caller is owed the answer of the new owner all the same.
      this.options.onBackgroundFailure?.(`late answer of ${this.handler.operation}`, error);
    }
  }

  private persist<T>(store: () => Promise<T>): Promise<T> {
    const { leaseMs, random } = this.options;
    return untilStored(store, { giveUpAfterMs: leaseMs, random });
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
    failpoint('charge-api.completed-before-commit');
    return new Map(completions.map(({ claim, settled: end }) => [claim.claimId, end.answer]));
  }
}

const outcomeOf = (locked: LockedClaim | undefined, answer: StoredAnswer | undefined): CompletionOutcome => {
  if (answer) return { kind: 'settled', answer };
  return locked?.kind === 'settled' ? { kind: 'settled', answer: locked.answer } : { kind: 'fenced' };
};
