import { statement, type Tx } from '@once/database';

const REFUSE_OPERATION = statement(
  'refuse-operation',
  `UPDATE operations o
   SET state = 'failed', failure_code = $2::text, completed_at = clock_timestamp(), input = NULL,
       -- The provider may have spoken of it all the same. Notices are kept under the key row's lock, which we hold.
       is_contradicted = EXISTS (SELECT FROM provider_notices n
                                 WHERE n.operation_id = o.id AND n.outcome = 'succeeded')
   WHERE o.id = $1::uuid AND o.state = 'pending' AND o.is_given_back`,
);

/**
 * Ends an operation that was never begun and can't be allowed any more. It holds nothing that could be given back.
 * @throws Error when it is elsewhere: the whole transaction must roll back.
 */
export async function refuseOperationInTx(tx: Tx, operationId: string, failureCode: string): Promise<void> {
  const { rowCount } = await tx.query(REFUSE_OPERATION, [operationId, failureCode]);
  if (rowCount !== 1) throw new Error(`operation ${operationId} can't be refused any more`);
}
