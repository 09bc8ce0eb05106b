import { runStatementOnce, statement } from '@once/database';
import type { Claim } from '@once/idempotency';
import type { Pool } from 'pg';

const INSERT_ATTEMPT = statement(
  'insert-attempt',
  `WITH claimed AS (
     SELECT FROM idempotency_keys
     WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
       -- A worker that stood still until its claim was taken has no business with the provider any more.
       AND epoch = $3::bigint AND claim_id = $4::uuid AND state = 'PROCESSING'),
   made AS (
     INSERT INTO provider_attempts (operation_id, attempt, provider, provider_key, provider_account, outcome, key_window_ms)
     SELECT $5::uuid, $6::integer, $7::text, $8::text, $9::text, 'open',
            CASE WHEN $10::double precision < 'Infinity' THEN $10::double precision::bigint END
     FROM claimed
     -- There already when the reply to the first claim's COMMIT was lost: it is the same try.
     ON CONFLICT (operation_id, attempt) DO NOTHING)
   SELECT FROM claimed`,
);

export interface NewAttempt {
  operationId: string;
  provider: string;
  providerKey: string;
  account: string;
  /** For how long the key is honoured, as it is known when it is sent. */
  keyWindowMs: number;
}

/** Commits the row of a repeated try before its call. False when the claim was taken: then there must be no call. */
export async function insertAttempt(
  pool: Pool,
  { request, epoch, claimId, attempt }: Claim<unknown>,
  { operationId, provider, providerKey, account, keyWindowMs }: NewAttempt,
): Promise<boolean> {
  const { tenantId, idempotencyKey } = request;
  const claimed = [tenantId, idempotencyKey, epoch, claimId];
  const { rowCount } = await runStatementOnce(pool, INSERT_ATTEMPT, [
    ...claimed,
    operationId,
    attempt,
    provider,
    providerKey,
    account,
    keyWindowMs,
  ]);
  return rowCount === 1;
}
