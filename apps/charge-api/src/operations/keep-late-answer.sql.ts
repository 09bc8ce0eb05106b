import { runInTx, statement } from '@once/database';
import type { Pool } from 'pg';
import { LATE_CONTRADICTION } from './late-contradiction.ts';

const LOCK_OPERATION = statement(
  'lock-late-operation',
  `SELECT FROM operations
   WHERE id = $1::uuid
   -- Whoever decides by what the provider has said, an operator for one, locks the row first: our word is there
   -- before, or we wait and judge it by that decision.
   FOR SHARE`,
);

const KEEP_LATE_ANSWER = statement(
  'keep-late-answer',
  `WITH kept AS (
     UPDATE provider_attempts a
     SET is_late = true, late_outcome = $3::text, late_payment_id = $4::text,
         -- Whoever took over may have written down what it found out about this very try: that stays, beside this.
         outcome = CASE WHEN a.outcome IN ('open', 'unknown') THEN $3::text ELSE a.outcome END,
         provider_payment_id = CASE WHEN a.outcome IN ('open', 'unknown') THEN $4::text ELSE a.provider_payment_id END,
         detail = CASE WHEN a.outcome IN ('open', 'unknown') THEN $5::text
                  ELSE left(concat_ws('; ', a.detail, 'late answer: ' || $3::text, $5::text), 500) END,
         ended_at = CASE WHEN a.outcome IN ('open', 'unknown') THEN clock_timestamp() ELSE a.ended_at END
     WHERE a.operation_id = $1::uuid
       -- A worker that only looked has no row of its own: what it found is about the last try before it.
       AND a.attempt = (SELECT max(b.attempt) FROM provider_attempts b
                        WHERE b.operation_id = $1::uuid AND b.attempt <= $2::integer)
     RETURNING a.operation_id, a.late_outcome, a.late_payment_id)
   SELECT o.state, ${LATE_CONTRADICTION} AS is_contradiction
   FROM kept a
   JOIN operations o ON o.id = a.operation_id
   JOIN charges c ON c.id = o.charge_id`,
);

export interface LateAnswer {
  operationId: string;
  attempt: number;
  outcome: 'succeeded' | 'declined';
  paymentId: string | null;
  declineCode: string | null;
}

/** How an operation stands when a late answer comes. */
export interface LateFinding {
  state: string;
  isContradiction: boolean;
}

/** Keeps the provider's answer to a worker that had lost its claim, on the attempt that it is about. */
export async function keepLateAnswer(pool: Pool, answer: LateAnswer): Promise<LateFinding> {
  const { operationId, attempt, outcome, paymentId, declineCode } = answer;
  const { rows } = await runInTx(pool, async (tx) => {
    await tx.query(LOCK_OPERATION, [operationId]);
    // A statement of its own, whose snapshot is taken after the wait for the lock: the charge is another row.
    const values = [operationId, attempt, outcome, paymentId, declineCode];
    return tx.query<{ state: string; is_contradiction: boolean }>(KEEP_LATE_ANSWER, values);
  });
  const [row] = rows;
  if (!row) throw new Error(`operation ${operationId} has no attempt that an answer could be about`);
  return { state: row.state, isContradiction: row.is_contradiction };
}
