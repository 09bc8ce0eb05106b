import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const INSERT_ATTEMPT = statement(
  'insert-attempt',
  `INSERT INTO provider_attempts (operation_id, attempt, provider, provider_key, outcome)
   VALUES ($1::uuid, $2::integer, $3::text, $4::text, 'open')
   -- There already when the reply to the first claim's COMMIT was lost: it is the same try.
   ON CONFLICT (operation_id, attempt) DO NOTHING`,
);

export interface NewAttempt {
  operationId: string;
  attempt: number;
  provider: string;
  providerKey: string;
}

/** Commits the row of a repeated try before its call. */
export async function insertAttempt(pool: Pool, attempt: NewAttempt): Promise<void> {
  await runStatementOnce(pool, INSERT_ATTEMPT, [
    attempt.operationId,
    attempt.attempt,
    attempt.provider,
    attempt.providerKey,
  ]);
}
