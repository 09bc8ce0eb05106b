import type { Claim } from '@once/idempotency';
import type { Pool } from 'pg';
import { providerKeyOf } from '../charges/provider-key.ts';
import { insertAttempt } from './insert-attempt.sql.ts';
import { loadOperation, type StoredOperation } from './load-operation.sql.ts';

export type ResumedOperation = StoredOperation;

/** Takes an operation up where its last worker left it, and commits the row of this try before anything is asked. */
export async function resumeOperation(
  pool: Pool,
  { request, attempt }: Claim<unknown>,
  provider: string,
): Promise<ResumedOperation> {
  const operation = await loadOperation(pool, request.tenantId, request.idempotencyKey);
  await insertAttempt(pool, { operationId: operation.id, attempt, provider, providerKey: providerKeyOf(operation.id) });
  return operation;
}
