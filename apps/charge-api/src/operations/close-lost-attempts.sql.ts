import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const CLOSE_LOST_ATTEMPTS = statement(
  'close-lost-attempts',
  `UPDATE provider_attempts
   SET outcome = 'unknown', detail = 'the worker that made this call was lost', ended_at = clock_timestamp()
   WHERE operation_id = $1::uuid AND attempt < $2::integer AND outcome = 'open'`,
);

/** Notes that the tries of earlier claims ended without an answer that anybody could write down. */
export async function closeLostAttempts(pool: Pool, operationId: string, beforeAttempt: number): Promise<void> {
  await runStatementOnce(pool, CLOSE_LOST_ATTEMPTS, [operationId, beforeAttempt]);
}
