import { CommitUnknownError, runInTx, type Tx } from '@once/database';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { IdempotencyOptions } from './idempotency-options.ts';
import type { OperationKey, ResumableHandler, Settlement } from './operation/operation-handler.ts';
import type { Claim, ClaimedRequest, StoredAnswer } from './operation/operation-request.ts';
import { claimForDecisionInTx, type DecisionFrom } from './sql/claim-for-decision.sql.ts';
import { completeKeysInTx } from './sql/complete-keys.sql.ts';
import { readKey } from './sql/read-key.sql.ts';
import { mayPass, untilStored } from './until-stored.ts';

/** Ends an operation without asking anybody: it was given up, or a person knows. */
export interface Decision<C, S> {
  key: OperationKey;
  from: DecisionFrom;
  /** The settlement that is written, made when the claim is held. */
  settlement: (claim: Claim<C>) => S;
  /**
   * Whatever must stand or fall with the decision: its audit, and checks that throw. Runs before the settlement, and
   * again with it when a COMMIT is known not to have happened: no effects outside of `tx`.
   */
  alsoInTx?: (tx: Tx, claim: Claim<C>) => Promise<void>;
}

/** `not_there`: the key is not in the state to decide from, or not any more. Nothing was written. */
export type DecisionOutcome = { kind: 'settled'; answer: StoredAnswer } | { kind: 'not_there' };

interface Decided<C, S> {
  item: Settlement<C, S>;
  answer: StoredAnswer;
}

/**
 * Claim and completion in one transaction, because nothing is asked in between. A lost reply to COMMIT is cleared up for
 * one lease.
 * @throws whatever the database or `alsoInTx` throws. After an outage the decision may stand: deciding again tells.
 */
export async function decideOperation<C, S, R>(
  { pool, leaseMs, random }: { pool: Pool } & Pick<IdempotencyOptions, 'leaseMs' | 'random'>,
  handler: ResumableHandler<C, S, R>,
  decision: Decision<C, S>,
): Promise<DecisionOutcome> {
  const request = await handler.restore(decision.key);
  const claimId = randomUUID();
  let last: Decided<C, S> | undefined;
  const decideOnce = async (): Promise<DecisionOutcome> => {
    // If we crash here: all of the decision is there, or none. Recovery: whoever wants it decides again. Duplicate
    // effect prevented by: the state, which is judged under the row's lock.
    const isDecided = await runInTx(pool, async (tx) => {
      const claimed = await claimForDecisionInTx(tx, decision.key, {
        operation: handler.operation,
        from: decision.from,
        claimId,
        leaseMs,
      });
      if (!claimed) return false;
      last = await settleInTx(tx, handler, { decision, claim: claimOf({ ...claimed, request, claimId }, decision) });
      return true;
    });
    if (isDecided && last) return { kind: 'settled', answer: last.answer };
    return findOwnDecision(pool, decision.key, claimId);
  };
  const outcome = await untilStored(decideOnce, {
    giveUpAfterMs: leaseMs,
    random,
    isRepeatable: afterLostCommit(),
  });
  if (outcome.kind === 'settled' && last) handler.afterSettled?.([last.item]);
  return outcome;
}

/** Only what was sent to COMMIT is worth repeating: before it nothing was decided, and whoever decides is there to hear. */
const afterLostCommit = (): ((error: unknown) => boolean) => {
  let isLost = false;
  return (error) => {
    isLost ||= error instanceof CommitUnknownError;
    return isLost && mayPass(error);
  };
};

const claimOf = <C>(
  claimed: { epoch: bigint; attempt: number; resourceId: string; request: ClaimedRequest<C>; claimId: string },
  { from }: Pick<Decision<C, unknown>, 'from'>,
): Claim<C> => {
  const unsettled = from.state === 'needs_review' ? from.state : null;
  return { ...claimed, unsettled, isResumed: true, mayHaveActed: unsettled !== null };
};

const settleInTx = async <C, S, R>(
  tx: Tx,
  handler: ResumableHandler<C, S, R>,
  { decision, claim }: { decision: Decision<C, S>; claim: Claim<C> },
): Promise<Decided<C, S>> => {
  await decision.alsoInTx?.(tx, claim);
  const item = { claim, settlement: decision.settlement(claim) };
  const [settled] = await handler.settleInTx(tx, [item]);
  if (!settled) throw new Error(`${handler.operation}: no end for its settlement`);
  await completeKeysInTx(tx, [{ claim, settled }]);
  return { item, answer: settled.answer };
};

/** The key is not there to decide: by our own decision, when the reply to its COMMIT was lost, or by somebody else's. */
const findOwnDecision = async (
  pool: Pool,
  { tenantId, idempotencyKey }: OperationKey,
  claimId: string,
): Promise<DecisionOutcome> => {
  const record = await readKey(pool, tenantId, idempotencyKey);
  if (record?.claimId !== claimId || !record.answer) return { kind: 'not_there' };
  return { kind: 'settled', answer: record.answer };
};
