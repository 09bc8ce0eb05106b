import { statement, type Tx } from '@once/database';
import type { Settled } from '../operation/operation-handler.ts';
import type { Claim } from '../operation/operation-request.ts';

const COMPLETE_KEYS = statement(
  'complete-keys',
  `UPDATE idempotency_keys k
   SET state = c.state, lease_until = NULL, unsettled = NULL, response_status = c.response_status,
       response_headers = c.response_headers, response_body = c.response_body,
       completed_at = clock_timestamp(), last_seen_at = clock_timestamp()
   FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::smallint[], $7::json[], $8::bytea[])
     AS c (tenant_id, idempotency_key, epoch, claim_id, state, response_status, response_headers, response_body)
   WHERE k.tenant_id = c.tenant_id AND k.idempotency_key = c.idempotency_key
     AND k.epoch = c.epoch AND k.claim_id = c.claim_id AND k.state = 'PROCESSING'`,
);

export interface KeyCompletion {
  claim: Claim<unknown>;
  settled: Settled;
}

/**
 * Stores the answers of keys whose rows this transaction holds.
 * @throws Error when a row is not ours any more: the whole transaction must then roll back.
 */
export async function completeKeysInTx(tx: Tx, completions: readonly KeyCompletion[]): Promise<void> {
  const claims = completions.map(({ claim }) => claim);
  const answers = completions.map(({ settled }) => settled.answer);
  const { rowCount } = await tx.query(COMPLETE_KEYS, [
    claims.map(({ request }) => request.tenantId),
    claims.map(({ request }) => request.idempotencyKey),
    claims.map(({ epoch }) => epoch),
    claims.map(({ claimId }) => claimId),
    completions.map(({ settled }) => settled.state),
    answers.map(({ status }) => status),
    answers.map(({ headers }) => JSON.stringify(headers)),
    answers.map(({ body }) => body),
  ]);
  if (rowCount !== completions.length) {
    throw new Error(`completed ${rowCount} of ${completions.length} keys: a claim was lost under its own lock`);
  }
}
