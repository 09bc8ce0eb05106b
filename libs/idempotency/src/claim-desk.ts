import { CommitUnknownError, runInTx, type Tx } from '@once/database';
import { failpoint } from '@once/failpoint';
import type { Pool } from 'pg';
import { Batcher } from './batcher.ts';
import type { IdempotencyOptions } from './idempotency-options.ts';
import type { OperationHandler, Preparation } from './operation/operation-handler.ts';
import type { Claim, OperationRequest, StoredAnswer } from './operation/operation-request.ts';
import { completeKeysInTx, type KeyCompletion } from './sql/complete-keys.sql.ts';
import { insertKeysInTx } from './sql/insert-keys.sql.ts';
import { withdrawKeysInTx } from './sql/withdraw-keys.sql.ts';

export interface ClaimRequest<C> {
  request: OperationRequest<C>;
  claimId: string;
}

export type ClaimOutcome<C, R> =
  | { kind: 'claimed'; claim: Claim<C> }
  /** The key was used before, by whomever: its record decides. */
  | { kind: 'exists' }
  | { kind: 'refused'; refusal: R }
  | { kind: 'settled'; answer: StoredAnswer };

const firstClaim = <C>({ request, claimId }: ClaimRequest<C>): Claim<C> => ({
  request,
  claimId,
  epoch: 1n,
  attempt: 1,
  resourceId: request.resourceId,
  isResumed: false,
  mayHaveActed: false,
  unsettled: null,
});

const outcomeOf = <C, R>(claim: Claim<C>, preparation: Preparation<R> | undefined): ClaimOutcome<C, R> => {
  if (!preparation) return { kind: 'exists' };
  if (preparation.kind === 'withdrawn') return { kind: 'refused', refusal: preparation.refusal };
  if (preparation.kind === 'settled') return { kind: 'settled', answer: preparation.settled.answer };
  return { kind: 'claimed', claim: preparation.findFirst ? { ...claim, findFirst: true } : claim };
};

/** Claims new keys of one kind of operation, many at once: the first of the two transactions. */
export class ClaimDesk<C, S, R> {
  private readonly batcher: Batcher<ClaimRequest<C>, ClaimOutcome<C, R>>;
  private readonly pool: Pool;
  private readonly handler: OperationHandler<C, S, R>;
  private readonly options: IdempotencyOptions;

  constructor(pool: Pool, handler: OperationHandler<C, S, R>, options: IdempotencyOptions) {
    this.pool = pool;
    this.handler = handler;
    this.options = options;
    this.batcher = new Batcher({
      run: (items) => this.claimTogether(items),
      maxBatch: options.maxBatch,
      lanes: options.lanes,
      // Operations on one resource (two refunds of a charge) see each other's effect only in turn.
      exclusiveKeyOf: ({ request }) => request.resourceIds[0] ?? request.resourceId,
      onBatch: (size) => options.onBatch?.('claim', size),
      around: (contexts, work) => options.aroundBatch?.('claim', contexts, work) ?? work(),
    });
  }

  async claim(item: ClaimRequest<C>): Promise<ClaimOutcome<C, R>> {
    try {
      return await this.batcher.submit(item);
    } catch (error) {
      // The key may or may not be ours: its record, read by key and claim id, tells.
      if (error instanceof CommitUnknownError) return { kind: 'exists' };
      throw error;
    }
  }

  private claimTogether(items: readonly ClaimRequest<C>[]): Promise<ClaimOutcome<C, R>[]> {
    const claims = items.map(firstClaim);
    // If we crash here: key, operation, resource and attempt are all there or none is. Recovery: the same key, after
    // the lease, by whoever sends it. Duplicate effect prevented by: PRIMARY KEY (tenant_id, idempotency_key), and the
    // provider key that is derived from the operation.
    return runInTx(this.pool, async (tx) => {
      const won = await insertKeysInTx(tx, items, this.options);
      const fresh = claims.filter(({ claimId }) => won.has(claimId));
      const preparations = await this.prepareInTx(tx, fresh);
      failpoint('charge-api.claimed-before-commit');
      return claims.map((claim) => outcomeOf(claim, preparations.get(claim.claimId)));
    });
  }

  private async prepareInTx(tx: Tx, fresh: Claim<C>[]): Promise<Map<string, Preparation<R>>> {
    if (fresh.length === 0) return new Map();
    const prepared = await this.handler.prepareInTx(tx, fresh);
    const byClaim = new Map<string, Preparation<R>>();
    const withdrawn: Claim<C>[] = [];
    const completions: KeyCompletion[] = [];
    fresh.forEach((claim, index) => {
      const preparation = prepared[index];
      if (!preparation) throw new Error(`${this.handler.operation}: fewer preparations than claims`);
      byClaim.set(claim.claimId, preparation);
      if (preparation.kind === 'withdrawn') withdrawn.push(claim);
      if (preparation.kind === 'settled') completions.push({ claim, settled: preparation.settled });
    });
    if (withdrawn.length > 0) await withdrawKeysInTx(tx, withdrawn);
    if (completions.length > 0) await completeKeysInTx(tx, completions);
    return byClaim;
  }
}
