import { statement, type Tx } from '@once/database';
import type { OperationKey } from '@once/idempotency';
import type { OperationKind } from '../../operations/insert-operations.sql.ts';

const FIND_RECEIVED_OPERATION = statement(
  'find-received-operation',
  `SELECT id, kind, charge_id, amount_minor, is_given_back
   FROM operations
   -- Nobody changes it meanwhile: whoever does holds the row of its key, which we hold.
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text`,
);

export interface ReceivedOperation {
  id: string;
  kind: OperationKind;
  chargeId: string;
  amountMinor: bigint;
  /** False where a version gave its key back that knew nothing of this: it holds all that it needs. */
  isGivenBack: boolean;
}

interface Row {
  id: string;
  kind: OperationKind;
  charge_id: string;
  amount_minor: string;
  is_given_back: boolean;
}

/** The operation of a RECEIVED key whose row this transaction holds. @throws Error when there is none */
export async function findReceivedOperationInTx(
  tx: Tx,
  { tenantId, idempotencyKey }: OperationKey,
): Promise<ReceivedOperation> {
  const { rows } = await tx.query<Row>(FIND_RECEIVED_OPERATION, [tenantId, idempotencyKey]);
  const [row] = rows;
  if (!row) throw new Error('a key that was claimed has no operation');
  return {
    id: row.id,
    kind: row.kind,
    chargeId: row.charge_id,
    amountMinor: BigInt(row.amount_minor),
    isGivenBack: row.is_given_back,
  };
}
