import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const LOAD_OPERATION = statement(
  'load-operation',
  `SELECT o.id, o.charge_id, o.amount_minor, o.input, c.currency, c.provider_payment_id,
          extract(epoch FROM clock_timestamp() - o.created_at) * 1000 AS age_ms
   FROM operations o
   JOIN charges c ON c.id = o.charge_id
   WHERE o.tenant_id = $1::uuid AND o.idempotency_key = $2::text`,
);

/** An operation as whoever resumes it needs it. */
export interface StoredOperation {
  id: string;
  chargeId: string;
  amountMinor: bigint;
  input: Record<string, unknown>;
  currency: string;
  providerPaymentId: string | null;
  /** By the database's clock, milliseconds. */
  ageMs: number;
}

interface Row {
  id: string;
  charge_id: string;
  amount_minor: string;
  input: Record<string, unknown>;
  currency: string;
  provider_payment_id: string | null;
  age_ms: string;
}

/** @throws Error when there is none: a claimed key always has its operation, they were committed together. */
export async function loadOperation(pool: Pool, tenantId: string, idempotencyKey: string): Promise<StoredOperation> {
  const { rows } = await runStatementOnce<Row>(pool, LOAD_OPERATION, [tenantId, idempotencyKey]);
  const [row] = rows;
  if (!row) throw new Error('a claimed key has no operation');
  return {
    id: row.id,
    chargeId: row.charge_id,
    amountMinor: BigInt(row.amount_minor),
    input: row.input,
    currency: row.currency,
    providerPaymentId: row.provider_payment_id,
    ageMs: Number(row.age_ms),
  };
}
