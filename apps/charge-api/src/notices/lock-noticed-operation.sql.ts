import { statement, type Tx } from '@once/database';
import type { NoticedOperation } from './contradicts.ts';
import type { NoticedKey } from './find-noticed-key.sql.ts';

const LOCK_NOTICED_KEY = statement(
  'lock-noticed-key',
  `SELECT FROM idempotency_keys
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
   -- Whoever ends an operation, worker, abandonment or operator, holds this row until its commit. Either that is done,
   -- and we judge by it, or it waits for ours, and finds the notice. NO KEY: rows that only refer to it may come.
   FOR NO KEY UPDATE`,
);

const READ_NOTICED_OPERATION = statement(
  'read-noticed-operation',
  `SELECT o.state, c.provider_payment_id, k.state = 'RECEIVED' AS is_received
   FROM operations o
   JOIN charges c ON c.id = o.charge_id
   JOIN idempotency_keys k ON k.tenant_id = o.tenant_id AND k.idempotency_key = o.idempotency_key
   WHERE o.id = $1::uuid`,
);

export interface LockedOperation extends NoticedOperation {
  /** It was given back as certainly not sent. */
  isReceived: boolean;
}

interface Row {
  state: string;
  provider_payment_id: string | null;
  is_received: boolean;
}

/** The operation as it is, and as it stays until this transaction has ended. */
export async function lockNoticedOperationInTx(
  tx: Tx,
  { operationId, tenantId, idempotencyKey }: NoticedKey,
): Promise<LockedOperation> {
  await tx.query(LOCK_NOTICED_KEY, [tenantId, idempotencyKey]);
  // A statement of its own, whose snapshot is taken after the wait for the lock: the operation is another row.
  const { rows } = await tx.query<Row>(READ_NOTICED_OPERATION, [operationId]);
  const [row] = rows;
  if (!row) throw new Error(`operation ${operationId} was there and is gone`);
  return { state: row.state, chargePaymentId: row.provider_payment_id, isReceived: row.is_received };
}
