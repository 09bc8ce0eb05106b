import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Unsettled } from '../operation/operation-request.ts';

const CLAIM_DUE_KEYS = statement(
  'claim-due-keys',
  // Materialized: a locking LIMIT that a plan ran twice would claim more than was asked for.
  `WITH taken AS MATERIALIZED (
     SELECT due.tenant_id, due.idempotency_key
     FROM idempotency_keys due
     WHERE due.state = 'PROCESSING'
       -- The clock in a subquery is read once and bounds the index scan; bare, it would be asked for every open key.
       AND due.lease_until <= (SELECT clock_timestamp())
       AND due.unsettled IS NOT DISTINCT FROM $1::text
       AND due.operation = ANY ($2::text[])
       -- Met before, and others' to finish: taken again and again, it would never be due for them.
       AND due.resource_id <> ALL ($5::uuid[])
     ORDER BY due.lease_until
     LIMIT $3::integer
     -- Replicas share the work: a row that another one is claiming, or that a worker is completing, is passed over.
     -- A row that was renewed or finished since our snapshot is judged again under its lock and left alone.
     FOR UPDATE OF due SKIP LOCKED)
   UPDATE idempotency_keys k
   SET epoch = k.epoch + 1, attempt = k.attempt + 1, claim_id = gen_random_uuid(),
       lease_until = clock_timestamp() + $4::integer * interval '1 millisecond'
   FROM taken
   WHERE k.tenant_id = taken.tenant_id AND k.idempotency_key = taken.idempotency_key
   RETURNING k.tenant_id, k.idempotency_key, k.operation, k.epoch, k.claim_id, k.attempt, k.resource_id, k.unsettled`,
);

/** Work without a worker: its lease is over (the worker was lost), or its outcome is unknown and it is time to look. */
export type DueWork = 'lease_over' | 'unknown';

export interface DueKey {
  tenantId: string;
  idempotencyKey: string;
  operation: string;
  epoch: bigint;
  claimId: string;
  attempt: number;
  resourceId: string;
  unsettled: Unsettled | null;
}

interface Row {
  tenant_id: string;
  idempotency_key: string;
  operation: string;
  epoch: string;
  claim_id: string;
  attempt: number;
  resource_id: string;
  unsettled: Unsettled | null;
}

interface DueWanted {
  due: DueWork;
  operations: readonly string[];
  exceptResources: readonly string[];
  limit: number;
  leaseMs: number;
}

/**
 * Claims up to `limit` keys that are due, at their next epoch, the longest waiting first. When the reply is lost, the
 * claims are nobody's, and due again after one lease.
 */
export async function claimDueKeys(
  pool: Pool,
  { due, operations, exceptResources, limit, leaseMs }: DueWanted,
): Promise<DueKey[]> {
  const { rows } = await runStatementOnce<Row>(pool, CLAIM_DUE_KEYS, [
    due === 'unknown' ? due : null,
    operations,
    limit,
    leaseMs,
    exceptResources,
  ]);
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    idempotencyKey: row.idempotency_key,
    operation: row.operation,
    epoch: BigInt(row.epoch),
    claimId: row.claim_id,
    attempt: row.attempt,
    resourceId: row.resource_id,
    unsettled: row.unsettled,
  }));
}
