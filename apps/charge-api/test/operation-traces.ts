import type { Pool } from 'pg';

export interface AttemptTrace {
  attempt: number;
  outcome: string;
  providerKey: string;
  detail: string | null;
  isLate: boolean;
  lateOutcome: string | null;
  paymentId: string | null;
}

/** What the operation under a key has left in the charge database. */
export interface OperationTraces {
  id: string;
  chargeId: string;
  kind: string;
  state: string;
  key: {
    state: string;
    unsettled: string | null;
    epoch: number;
    isAnswered: boolean;
    /** By the database's clock; infinite when nobody is to look again. Null without a lease. */
    dueInMs: number | null;
  };
  charge: { status: string; version: number; reservedMinor: number; refundedMinor: number };
  attempts: AttemptTrace[];
  /** Of this operation, in their order: `from→to by actor`. */
  transitions: string[];
  /** Types of this operation's events. */
  events: string[];
}

const OPERATION = `
  SELECT o.id, o.charge_id, o.kind, o.state, k.state AS key_state, k.unsettled, k.epoch::integer,
         k.response_status IS NOT NULL AS is_answered,
         CASE WHEN k.lease_until = 'infinity' THEN 'infinity'
              ELSE extract(epoch FROM k.lease_until - clock_timestamp()) * 1000 END::float8 AS due_in_ms,
         c.status, c.version, c.amount_refund_reserved_minor::integer AS reserved,
         c.amount_refunded_minor::integer AS refunded
  FROM idempotency_keys k
  JOIN operations o ON o.tenant_id = k.tenant_id AND o.idempotency_key = k.idempotency_key
  JOIN charges c ON c.id = o.charge_id
  WHERE k.idempotency_key = $1`;

const ATTEMPTS = `
  SELECT attempt, outcome, provider_key, detail, is_late, late_outcome, provider_payment_id
  FROM provider_attempts WHERE operation_id = $1 ORDER BY attempt`;

const TRANSITIONS = `
  SELECT from_status || '→' || to_status || ' by ' || actor AS step
  FROM charge_transitions WHERE operation_id = $1 ORDER BY id`;

const EVENTS = `SELECT event_type FROM outbox WHERE payload::json ->> 'operation_id' = $1::text ORDER BY event_id`;

interface OperationRow {
  id: string;
  charge_id: string;
  kind: string;
  state: string;
  key_state: string;
  unsettled: string | null;
  epoch: number;
  is_answered: boolean;
  due_in_ms: number | null;
  status: string;
  version: number;
  reserved: number;
  refunded: number;
}

interface AttemptRow {
  attempt: number;
  outcome: string;
  provider_key: string;
  detail: string | null;
  is_late: boolean;
  late_outcome: string | null;
  provider_payment_id: string | null;
}

const toAttempt = (row: AttemptRow): AttemptTrace => ({
  attempt: row.attempt,
  outcome: row.outcome,
  providerKey: row.provider_key,
  detail: row.detail,
  isLate: row.is_late,
  lateOutcome: row.late_outcome,
  paymentId: row.provider_payment_id,
});

/** @throws Error when the key has no operation, or several tenants have one under it */
export async function readTraces(pool: Pool, key: string): Promise<OperationTraces> {
  const { rows } = await pool.query<OperationRow>(OPERATION, [key]);
  const [row] = rows;
  if (!row || rows.length > 1) throw new Error(`${rows.length} operations have the key ${key}`);
  const attempts = await pool.query<AttemptRow>(ATTEMPTS, [row.id]);
  const transitions = await pool.query<{ step: string }>(TRANSITIONS, [row.id]);
  const events = await pool.query<{ event_type: string }>(EVENTS, [row.id]);
  const { key_state: keyState, unsettled, epoch, is_answered: isAnswered, due_in_ms: dueInMs } = row;
  return {
    ...{ id: row.id, chargeId: row.charge_id, kind: row.kind, state: row.state },
    key: { state: keyState, unsettled, epoch, isAnswered, dueInMs },
    charge: { status: row.status, version: row.version, reservedMinor: row.reserved, refundedMinor: row.refunded },
    attempts: attempts.rows.map(toAttempt),
    transitions: transitions.rows.map(({ step }) => step),
    events: events.rows.map(({ event_type: type }) => type),
  };
}
