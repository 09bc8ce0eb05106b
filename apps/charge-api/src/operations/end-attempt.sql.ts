import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const END_ATTEMPT = statement(
  'end-attempt',
  `UPDATE provider_attempts
   SET outcome = $3::text, detail = left($4::text, 500), ended_at = clock_timestamp()
   WHERE operation_id = $1::uuid AND attempt = $2::integer
     -- Whoever completed the operation meanwhile knows more than we do.
     AND outcome = 'open'`,
);

export interface AttemptEnd {
  operationId: string;
  attempt: number;
  /** `refused`: certainly not sent. `unknown`: sent, and nobody knows what became of it. */
  outcome: 'refused' | 'unknown';
  detail: string;
}

/** Notes how a try ended that settles nothing: evidence for whoever resolves the operation later. */
export async function endAttempt(pool: Pool, { operationId, attempt, outcome, detail }: AttemptEnd): Promise<void> {
  await runStatementOnce(pool, END_ATTEMPT, [operationId, attempt, outcome, detail]);
}
