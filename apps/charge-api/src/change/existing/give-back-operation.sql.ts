import { statement, type Tx } from '@once/database';
import type { OperationKey } from '@once/idempotency';

const GIVE_BACK_OPERATION = statement(
  'give-back-operation',
  `UPDATE operations
   SET is_given_back = true
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
     -- What may have acted keeps its place until somebody knows.
     AND state = 'pending' AND NOT is_given_back
   RETURNING amount_minor`,
);

/**
 * The operation gives up its place. Returns what it was over, minor units.
 * @throws Error when it holds none: the whole transaction must roll back.
 */
export async function giveBackOperationInTx(tx: Tx, { tenantId, idempotencyKey }: OperationKey): Promise<bigint> {
  const { rows } = await tx.query<{ amount_minor: string }>(GIVE_BACK_OPERATION, [tenantId, idempotencyKey]);
  const [row] = rows;
  if (!row) throw new Error('an operation that was not begun has no place to give back');
  return BigInt(row.amount_minor);
}
