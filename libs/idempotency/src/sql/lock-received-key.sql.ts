import { statement, type Tx } from '@once/database';
import type { TakeOver, TakenOver } from './take-over-key.sql.ts';

const LOCK_RECEIVED_KEY = statement(
  'lock-received-key',
  `UPDATE idempotency_keys
   -- Its caller is here, whatever it will be told: it must not be given up as something that nobody came back for.
   SET last_seen_at = clock_timestamp()
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
     -- The epoch that was read: of several takers one finds it unchanged after its wait for the row, the rest find none.
     AND epoch = $3::bigint AND state = 'RECEIVED'
   RETURNING epoch + 1 AS epoch, attempt + 1 AS attempt, resource_id`,
);

/** Locks a key that nobody owns, and says as what it would be claimed; undefined when somebody else was faster. */
export async function lockReceivedKeyInTx(
  tx: Tx,
  { tenantId, idempotencyKey, seenEpoch }: Pick<TakeOver, 'tenantId' | 'idempotencyKey' | 'seenEpoch'>,
): Promise<TakenOver | undefined> {
  const values = [tenantId, idempotencyKey, seenEpoch];
  const { rows } = await tx.query<{ epoch: string; attempt: number; resource_id: string }>(LOCK_RECEIVED_KEY, values);
  const [row] = rows;
  return row && { epoch: BigInt(row.epoch), attempt: row.attempt, resourceId: row.resource_id };
}
