import { runStatementOnce, statement } from '@once/database';
import type { OperationKey } from '@once/idempotency';
import type { Pool } from 'pg';

const FIND_NOTICED_KEY = statement(
  'find-noticed-key',
  `SELECT o.id, o.tenant_id, o.idempotency_key
   FROM operations o
   -- A row was committed before each call, so what the provider knows of we know of.
   WHERE o.id = (SELECT a.operation_id FROM provider_attempts a
                 WHERE a.provider = $1::text AND a.provider_key = $2::text LIMIT 1)`,
);

export interface NoticedKey extends OperationKey {
  operationId: string;
}

/** Whose call the provider speaks of; undefined for a key that was never sent. */
export async function findNoticedKey(
  pool: Pool,
  { provider, providerKey }: { provider: string; providerKey: string },
): Promise<NoticedKey | undefined> {
  const { rows } = await runStatementOnce<{ id: string; tenant_id: string; idempotency_key: string }>(
    pool,
    FIND_NOTICED_KEY,
    [provider, providerKey],
  );
  const [row] = rows;
  return row && { operationId: row.id, tenantId: row.tenant_id, idempotencyKey: row.idempotency_key };
}
