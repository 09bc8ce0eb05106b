import { runStatementOnce, statement } from '@once/database';
import type { OperationKey } from '@once/idempotency';
import type { Pool } from 'pg';
import { providerKeyOf } from '../charges/provider-key.ts';

const LOAD_OPERATION = statement(
  'load-operation',
  `SELECT o.id, o.kind, o.charge_id, o.amount_minor, o.input, o.request_id, o.traceparent,
          -- What was sent is sent again, however a key would be made today.
          (SELECT a.provider_key FROM provider_attempts a WHERE a.operation_id = o.id ORDER BY a.attempt LIMIT 1)
            AS provider_key,
          ms_since_database_replaced() AS since_replaced_ms, o.withheld_because,
          -- A try that was sent while keys were honoured for less is forgotten that soon, whatever is declared today.
          (SELECT min(a.key_window_ms) FROM provider_attempts a WHERE a.operation_id = o.id)::float8 AS key_window_ms,
          c.currency, c.reference, c.description, c.metadata, c.provider_payment_id,
          coalesce(o.provider_account, c.provider_account) AS provider_account,
          EXISTS (SELECT FROM provider_attempts a
                  WHERE a.operation_id = o.id AND 'succeeded' IN (a.outcome, a.late_outcome))
            OR EXISTS (SELECT FROM provider_notices n WHERE n.operation_id = o.id AND n.outcome = 'succeeded')
            AS has_succeeded,
          -- From the first try on, because that is when the provider may have begun to remember our key.
          extract(epoch FROM clock_timestamp() - coalesce(
            (SELECT min(a.started_at) FROM provider_attempts a WHERE a.operation_id = o.id), o.created_at)) * 1000
            AS age_ms
   FROM operations o
   JOIN charges c ON c.id = o.charge_id
   WHERE o.tenant_id = $1::uuid AND o.idempotency_key = $2::text`,
);

/** An operation as whoever takes it up needs it: what the claim stored, not what a retry happens to carry. */
export interface StoredOperation {
  id: string;
  kind: string;
  chargeId: string;
  amountMinor: bigint;
  /** Null once it has ended: then nobody needs it any more. */
  input: Record<string, unknown> | null;
  requestId: string;
  traceparent: string | null;
  currency: string;
  reference: string | null;
  description: string | null;
  metadata: Record<string, string>;
  /** Under which the provider sees the operation: that of its first attempt. */
  providerKey: string;
  providerPaymentId: string | null;
  /** Since the database was replaced, milliseconds: an earlier claim of the operation may have been lost then. */
  sinceReplacedMs: number;
  /** Why nothing may be sent for it; null on nearly all. */
  withheldBecause: string | null;
  /** For how long its key is honoured, by what was declared when it was sent; Infinity where that was not kept. */
  keyWindowMs: number;
  /** Fixed by the claim; null on what was begun before accounts were kept. */
  providerAccount: string | null;
  /** The provider has said that it took place. */
  hasSucceeded: boolean;
  /** Since the first try, now, milliseconds: never less than the truth, however long this process stood still. */
  ageMs: () => number;
}

interface Row {
  id: string;
  kind: string;
  charge_id: string;
  amount_minor: string;
  input: Record<string, unknown> | null;
  request_id: string;
  traceparent: string | null;
  currency: string;
  reference: string | null;
  description: string | null;
  metadata: Record<string, string>;
  provider_key: string | null;
  provider_payment_id: string | null;
  since_replaced_ms: number;
  withheld_because: string | null;
  key_window_ms: number | null;
  provider_account: string | null;
  has_succeeded: boolean;
  age_ms: string;
}

/** @throws Error when there is none: a claimed key always has its operation, they were committed together. */
export async function loadOperation(pool: Pool, { tenantId, idempotencyKey }: OperationKey): Promise<StoredOperation> {
  // Before the question: the database's clock was read at some time after it, so this can only make the age too large.
  const askedAt = performance.now();
  const { rows } = await runStatementOnce<Row>(pool, LOAD_OPERATION, [tenantId, idempotencyKey]);
  const [row] = rows;
  if (!row) throw new Error('a claimed key has no operation');
  return {
    id: row.id,
    kind: row.kind,
    chargeId: row.charge_id,
    amountMinor: BigInt(row.amount_minor),
    input: row.input,
    requestId: row.request_id,
    traceparent: row.traceparent,
    currency: row.currency,
    reference: row.reference,
    description: row.description,
    metadata: row.metadata,
    providerKey: row.provider_key ?? providerKeyOf(row.id),
    providerPaymentId: row.provider_payment_id,
    sinceReplacedMs: row.since_replaced_ms,
    withheldBecause: row.withheld_because,
    keyWindowMs: row.key_window_ms ?? Infinity,
    providerAccount: row.provider_account,
    hasSucceeded: row.has_succeeded,
    ageMs: () => Number(row.age_ms) + performance.now() - askedAt,
  };
}
