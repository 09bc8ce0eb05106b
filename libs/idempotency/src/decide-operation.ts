import { runInTx, type Tx } from '@once/database';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { OperationKey, ResumableHandler } from './operation-handler.ts';
import type { Claim, StoredAnswer } from './operation-request.ts';
import { claimForDecisionInTx, type DecisionFrom } from './sql/claim-for-decision.sql.ts';
import { completeKeysInTx } from './sql/complete-keys.sql.ts';

/** Ends an operation without asking anybody: it was given up, or a person knows. */
export interface Decision<C, S> {
  key: OperationKey;
  from: DecisionFrom;
  /** The settlement that is written, made when the claim is held. */
  settlement: (claim: Claim<C>) => S;
  /** Whatever must stand or fall with the decision: its audit, and checks that throw. Runs before the settlement. */
  alsoInTx?: (tx: Tx, claim: Claim<C>) => Promise<void>;
}

export type DecisionOutcome = { kind: 'settled'; answer: StoredAnswer } | { kind: 'not_there' };

/**
 * Claim and completion in one transaction, because nothing is asked in between.
 * @throws CommitUnknownError when the reply to COMMIT was lost: deciding again tells, `not_there` then means settled
 */
export async function decideOperation<C, S, R>(
  { pool, leaseMs }: { pool: Pool; leaseMs: number },
  handler: ResumableHandler<C, S, R>,
  { key, from, settlement, alsoInTx }: Decision<C, S>,
): Promise<DecisionOutcome> {
  const request = await handler.restore(key);
  const claimId = randomUUID();
  const outcome = await runInTx(pool, async (tx) => {
    const claimed = await claimForDecisionInTx(tx, key, { claimId, leaseMs, from });
    if (!claimed) return undefined;
    const unsettled = from.state === 'needs_review' ? from.state : null;
    const claim = { ...claimed, request, claimId, unsettled, isResumed: true, mayHaveActed: unsettled !== null };
    await alsoInTx?.(tx, claim);
    const item = { claim, settlement: settlement(claim) };
    const [settled] = await handler.settleInTx(tx, [item]);
    if (!settled) throw new Error(`${handler.operation}: no end for its settlement`);
    await completeKeysInTx(tx, [{ claim, settled }]);
    return { item, answer: settled.answer };
  });
  if (!outcome) return { kind: 'not_there' };
  handler.afterSettled?.([outcome.item]);
  return { kind: 'settled', answer: outcome.answer };
}
