import { CommitUnknownError, runInTx, type Tx } from '@once/database';
import type { Pool } from 'pg';
import { Batcher } from './batcher.ts';
import type { IdempotencyOptions } from './idempotency-options.ts';
import type { OperationHandler } from './operation/operation-handler.ts';
import type { Claim, OperationRequest, StoredAnswer } from './operation/operation-request.ts';
import { completeKeysInTx } from './sql/complete-keys.sql.ts';
import { lockReceivedKeyInTx } from './sql/lock-received-key.sql.ts';
import { releaseKey, releaseKeyInTx, type Release } from './sql/release-key.sql.ts';
import { takeOverKeyInTx, type TakenOver } from './sql/take-over-key.sql.ts';
import { untilStored } from './until-stored.ts';

export interface Reclaim<C> {
  request: OperationRequest<C>;
  claimId: string;
  seenEpoch: bigint;
}

export type ReclaimOutcome<R> =
  | { kind: 'claimed'; taken: TakenOver }
  | { kind: 'settled'; answer: StoredAnswer }
  | { kind: 'refused'; refusal: R }
  /** Somebody else was faster, or the reply to COMMIT was lost: the record tells. */
  | { kind: 'look_again' };

/** The way into RECEIVED and out of it, of operations that set something aside while somebody works on them. */
export class ReceivedDesk<C, S, R> {
  private readonly giving: Batcher<Claim<C>, Release>;
  private readonly taking: Batcher<Reclaim<C>, ReclaimOutcome<R>>;
  private readonly pool: Pool;
  private readonly handler: OperationHandler<C, S, R>;
  private readonly options: IdempotencyOptions;

  constructor(pool: Pool, handler: OperationHandler<C, S, R>, options: IdempotencyOptions) {
    this.pool = pool;
    this.handler = handler;
    this.options = options;
    // One by one, in no more lanes than others have: a provider that is away sends everything back at the same time, and
    // new claims must not wait for connections behind it. What concerns one resource waits in turn, not for its lock.
    const alone = { maxBatch: 1, lanes: options.lanes };
    this.giving = new Batcher<Claim<C>, Release>({
      ...alone,
      exclusiveKeyOf: resourceOf,
      run: (claims) => Promise.all(claims.map((claim) => this.giveBackInOneTx(claim))),
    });
    this.taking = new Batcher<Reclaim<C>, ReclaimOutcome<R>>({
      ...alone,
      exclusiveKeyOf: resourceOf,
      run: (reclaims) => Promise.all(reclaims.map((reclaim) => this.takeAgainInOneTx(reclaim))),
    });
  }

  /** Whether the claim of a RECEIVED key has to ask the handler first. */
  get hasToTakeAgain(): boolean {
    return this.handler.takeAgainInTx !== undefined;
  }

  /**
   * Gives back an operation that certainly did not act; false, and nothing done, when the claim was taken meanwhile. An
   * outage or a lost reply is repeated for one lease: what is not given back keeps its caller out until a lease ends.
   */
  async giveBack(claim: Claim<C>): Promise<boolean> {
    const { leaseMs, random } = this.options;
    const give = () => (this.handler.giveBackInTx ? this.giving.submit(claim) : releaseKey(this.pool, claim));
    return (await untilStored(give, { giveUpAfterMs: leaseMs, random })) !== 'fenced';
  }

  async takeAgain(reclaim: Reclaim<C>): Promise<ReclaimOutcome<R>> {
    try {
      return await this.taking.submit(reclaim);
    } catch (error) {
      if (error instanceof CommitUnknownError) return { kind: 'look_again' };
      throw error;
    }
  }

  private giveBackInOneTx(claim: Claim<C>): Promise<Release> {
    // If we crash here: PROCESSING with a lease, and all that was set aside. Recovery: the resumer or the caller, who ask
    // the provider first. Duplicate effect prevented by: the provider key, and the epoch that the release compares.
    return runInTx(this.pool, async (tx) => {
      const release = await releaseKeyInTx(tx, claim);
      if (release === 'now') await this.handler.giveBackInTx?.(tx, claim);
      return release;
    });
  }

  private takeAgainInOneTx({ request, claimId, seenEpoch }: Reclaim<C>): Promise<ReclaimOutcome<R>> {
    const { tenantId, idempotencyKey } = request;
    const takeOver = { tenantId, idempotencyKey, seenEpoch, claimId, leaseMs: this.options.leaseMs };
    // If we crash here: RECEIVED as before, or claimed with all that it needs. Recovery: the same key, after the lease
    // where it was claimed. Duplicate effect prevented by: the provider key that is derived from the operation.
    return runInTx(this.pool, async (tx) => {
      const taken = await lockReceivedKeyInTx(tx, takeOver);
      if (!taken) return { kind: 'look_again' };
      const claim = reclaimOf({ request, claimId }, taken);
      const preparation = (await this.handler.takeAgainInTx?.(tx, claim)) ?? { kind: 'prepared' };
      if (preparation.kind === 'withdrawn') return { kind: 'refused', refusal: preparation.refusal };
      await mustTakeOverInTx(tx, takeOver);
      if (preparation.kind === 'prepared') return { kind: 'claimed', taken };
      await completeKeysInTx(tx, [{ claim, settled: preparation.settled }]);
      return { kind: 'settled', answer: preparation.settled.answer };
    });
  }
}

const resourceOf = ({ request }: Pick<Claim<unknown>, 'request'>): string =>
  request.resourceIds[0] ?? `${request.tenantId} ${request.idempotencyKey}`;

/** RECEIVED says that no try has reached the provider: only a certain refusal leads back there. */
const reclaimOf = <C>({ request, claimId }: Pick<Reclaim<C>, 'request' | 'claimId'>, taken: TakenOver): Claim<C> => ({
  ...{ request, claimId, ...taken },
  ...{ isResumed: true, mayHaveActed: false, unsettled: null },
});

const mustTakeOverInTx = async (tx: Tx, takeOver: Parameters<typeof takeOverKeyInTx>[1]): Promise<void> => {
  if (!(await takeOverKeyInTx(tx, takeOver))) throw new Error('a key was lost under its own lock');
};
