import type { Pool } from 'pg';
import type { Kind } from './charge-model.ts';

/** What is stored of one key and its operation. */
export interface OperationRow {
  key: string;
  kind: Kind;
  key_state: 'RECEIVED' | 'PROCESSING' | 'COMPLETED' | 'FAILED';
  unsettled: 'unknown' | 'needs_review' | null;
  attempt: number;
  is_lease_over: boolean;
  /** Nobody looks before the model says so. */
  is_put_off: boolean;
  status: number | null;
  headers: string | null;
  body: string | null;
  operation_id: string;
  charge_id: string;
  state: 'pending' | 'unknown' | 'needs_review' | 'succeeded' | 'failed';
  amount_minor: string;
  failure_code: string | null;
}

const READ_OPERATIONS = `
  SELECT k.idempotency_key AS key, k.operation AS kind, k.state AS key_state, k.unsettled, k.attempt,
         coalesce(k.lease_until <= clock_timestamp(), false) AS is_lease_over,
         coalesce(k.lease_until > clock_timestamp() + interval '30 minutes', false) AS is_put_off, k.response_status AS status,
         k.response_headers::text AS headers, convert_from(k.response_body, 'UTF8') AS body,
         o.id AS operation_id, o.charge_id, o.state, o.amount_minor, o.failure_code
  FROM idempotency_keys k
  LEFT JOIN operations o USING (tenant_id, idempotency_key)
  WHERE k.tenant_id = $1::uuid AND k.idempotency_key = ANY ($2::text[])`;

/** Rows by key, as of one instant. */
export type OperationRows = ReadonlyMap<string, OperationRow>;

export async function readOperations(pool: Pool, tenantId: string, keys: readonly string[]): Promise<OperationRows> {
  const values = [tenantId, keys];
  const { rows } = await pool.query<OperationRow>({ name: 'model-operations', text: READ_OPERATIONS, values });
  return new Map(rows.map((row) => [row.key, row]));
}

export interface ChargeRow {
  id: string;
  status: string;
  version: number;
  amount_minor: string;
  amount_captured_minor: string;
  amount_refunded_minor: string;
  amount_refund_reserved_minor: string;
  provider_payment_id: string | null;
  events: { version: number; type: string; payload: string }[];
  transitions: { from: string; to: string }[];
}

const READ_CHARGES = `
  SELECT c.id, c.status, c.version, c.amount_minor, c.amount_captured_minor, c.amount_refunded_minor,
         c.amount_refund_reserved_minor, c.provider_payment_id,
         (SELECT coalesce(json_agg(json_build_object('version', e.version, 'type', e.event_type, 'payload', e.payload)
                                   ORDER BY e.version, e.id), '[]') FROM outbox e WHERE e.charge_id = c.id) AS events,
         (SELECT coalesce(json_agg(json_build_object('from', t.from_status, 'to', t.to_status) ORDER BY t.id), '[]')
          FROM charge_transitions t WHERE t.charge_id = c.id) AS transitions
  FROM charges c
  WHERE c.id = ANY ($1::uuid[])
  ORDER BY c.id`;

export async function readCharges(pool: Pool, chargeIds: readonly string[]): Promise<ChargeRow[]> {
  const { rows } = await pool.query<ChargeRow>({ name: 'model-charges', text: READ_CHARGES, values: [chargeIds] });
  return rows;
}
