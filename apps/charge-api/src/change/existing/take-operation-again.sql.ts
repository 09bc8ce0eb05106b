import { statement, type Tx } from '@once/database';

const TAKE_OPERATION_AGAIN = statement(
  'take-operation-again',
  `UPDATE operations SET is_given_back = false WHERE id = $1::uuid AND state = 'pending' AND is_given_back`,
);

/** The operation has its place again. @throws Error when it had not given it back: the whole transaction must roll back */
export async function takeOperationAgainInTx(tx: Tx, operationId: string): Promise<void> {
  const { rowCount } = await tx.query(TAKE_OPERATION_AGAIN, [operationId]);
  if (rowCount !== 1) throw new Error(`operation ${operationId} has no place to take again`);
}
