import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const KEEP_LATE_ANSWER = statement(
  'keep-late-answer',
  `WITH kept AS (
     UPDATE provider_attempts
     SET outcome = $3::text, provider_payment_id = $4::text, detail = $5::text, is_late = true,
         ended_at = clock_timestamp()
     WHERE operation_id = $1::uuid AND attempt = $2::integer AND outcome IN ('open', 'unknown'))
   SELECT state FROM operations WHERE id = $1::uuid`,
);

export interface LateAnswer {
  operationId: string;
  attempt: number;
  outcome: 'succeeded' | 'declined';
  paymentId: string | null;
  declineCode: string | null;
}

/** Keeps the provider's answer to a worker that had lost its claim, and returns how the operation stands. */
export async function keepLateAnswer(pool: Pool, answer: LateAnswer): Promise<string | undefined> {
  const { operationId, attempt, outcome, paymentId, declineCode } = answer;
  const { rows } = await runStatementOnce<{ state: string }>(pool, KEEP_LATE_ANSWER, [
    operationId,
    attempt,
    outcome,
    paymentId,
    declineCode,
  ]);
  return rows[0]?.state;
}
