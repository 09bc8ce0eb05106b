import type { Pool } from 'pg';

/** Events of a charge in the order of their versions: the type without its frame, and the amount of the body. */
export async function eventsOf(pool: Pool, chargeId: unknown): Promise<unknown[]> {
  const { rows } = await pool.query(
    `SELECT version, split_part(event_type, '.', 3) AS type, payload::json ->> 'amount_minor' AS amount
     FROM outbox WHERE charge_id = $1 ORDER BY version`,
    [chargeId],
  );
  return rows;
}

/** The history of a charge, oldest first. */
export async function transitionsOf(pool: Pool, chargeId: unknown): Promise<unknown[]> {
  const { rows } = await pool.query(
    `SELECT t.from_status, t.to_status, t.actor, t.reason, t.traceparent, o.kind
     FROM charge_transitions t JOIN operations o ON o.id = t.operation_id
     WHERE t.charge_id = $1 ORDER BY t.id`,
    [chargeId],
  );
  return rows;
}

/** Operations of a charge, oldest first. */
export async function operationsOf(pool: Pool, chargeId: unknown): Promise<unknown[]> {
  const { rows } = await pool.query(
    `SELECT kind, state, amount_minor::integer AS amount, failure_code
     FROM operations WHERE charge_id = $1 ORDER BY created_at, id`,
    [chargeId],
  );
  return rows;
}
