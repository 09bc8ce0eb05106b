import type { Pool } from 'pg';

/** What is stored of one operation, and of the money of its charge. */
export interface StoredOperation {
  key: string;
  id: string;
  chargeId: string;
  kind: string;
  keyState: string;
  state: string;
  amountMinor: string;
  events: number;
  wasUnknown: boolean;
  /** A worker of it was lost, and another one went on. */
  wasTakenUp: boolean;
  /** From its acceptance to its end. */
  tookMs: number;
  /** Nobody came back for it in time. */
  wasAbandoned: boolean;
}

const READ_OPERATIONS = `
  SELECT k.idempotency_key AS key, o.id, o.charge_id AS "chargeId", o.kind, k.state AS "keyState", o.state,
         o.amount_minor AS "amountMinor", coalesce(o.failure_code = 'operation_abandoned', false) AS "wasAbandoned",
         (extract(epoch FROM o.completed_at - o.created_at) * 1000)::float AS "tookMs",
         o.unknown_since IS NOT NULL AS "wasUnknown",
         EXISTS (SELECT FROM provider_attempts a WHERE a.operation_id = o.id AND a.detail LIKE '%worker%was lost%')
           OR (k.attempt > 1 AND o.unknown_since IS NULL AND o.failure_code IS DISTINCT FROM 'operation_abandoned')
           AS "wasTakenUp",
         (SELECT count(*)::integer FROM outbox e WHERE e.payload::json ->> 'operation_id' = o.id::text
            AND e.charge_id = o.charge_id) AS events
  FROM idempotency_keys k LEFT JOIN operations o USING (tenant_id, idempotency_key)`;

export const readOperations = async (pool: Pool): Promise<StoredOperation[]> =>
  (await pool.query<StoredOperation>(READ_OPERATIONS)).rows;

export interface StoredCharge {
  id: string;
  status: string;
  version: number;
  amount: string;
  captured: string;
  refunded: string;
  versions: number[];
}

const READ_CHARGES = `
  SELECT c.id, c.status, c.version, c.amount_minor AS amount, c.amount_captured_minor AS captured,
         c.amount_refunded_minor AS refunded,
         (SELECT coalesce(json_agg(e.version ORDER BY e.version), '[]') FROM outbox e WHERE e.charge_id = c.id) AS versions
  FROM charges c`;

export const readCharges = async (pool: Pool): Promise<StoredCharge[]> =>
  (await pool.query<StoredCharge>(READ_CHARGES)).rows;

/** One movement of money in the provider's own record. */
export interface Effect {
  sequence: number;
  operation: 'sale' | 'authorize' | 'capture' | 'refund' | 'cancel';
  amount_minor: string;
  metadata: { charge_id: string; operation_id: string };
}

export async function readEffects(providerUrl: string): Promise<Effect[]> {
  const effects: Effect[] = [];
  for (let hasMore = true; hasMore;) {
    const after = effects.at(-1)?.sequence ?? 0;
    const response = await fetch(`${providerUrl}/v1/effects?limit=1000&after=${after}`);
    const page = (await response.json()) as { data: Effect[]; has_more: boolean };
    effects.push(...page.data);
    hasMore = page.has_more;
  }
  return effects;
}

/** How many operations somebody still works on, or nobody knows the end of, or wait for their caller. */
export async function countOpen(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ open: number }>(
    `SELECT count(*)::integer AS open FROM idempotency_keys WHERE state IN ('PROCESSING', 'RECEIVED')`,
  );
  return rows[0]!.open;
}
