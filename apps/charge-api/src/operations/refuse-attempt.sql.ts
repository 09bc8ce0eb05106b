import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const REFUSE_ATTEMPT = statement(
  'refuse-attempt',
  `UPDATE provider_attempts
   SET outcome = 'refused', detail = left($3::text, 500), ended_at = clock_timestamp()
   WHERE operation_id = $1::uuid AND attempt = $2::integer
     -- Whoever completed the operation meanwhile knows more than we do.
     AND outcome = 'open'`,
);

/** Notes that a try certainly never reached the provider. */
export async function refuseAttempt(
  pool: Pool,
  { operationId, attempt }: { operationId: string; attempt: number },
  detail: string,
): Promise<void> {
  await runStatementOnce(pool, REFUSE_ATTEMPT, [operationId, attempt, detail]);
}
