import type { Pool } from 'pg';

/**
 * Time is the model's: no unknown outcome comes due by itself, so that a run is the same each time it is played.
 * A suspension is told from a claim by the epoch, which it leaves as it is.
 */
export const STOP_THE_CLOCK = `
  CREATE FUNCTION wait_for_the_model() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.lease_until := clock_timestamp() + interval '1 hour';
    RETURN NEW;
  END $$;
  CREATE TRIGGER wait_for_the_model BEFORE UPDATE ON idempotency_keys FOR EACH ROW
    WHEN (NEW.unsettled = 'unknown' AND NEW.epoch = OLD.epoch AND NEW.lease_until > clock_timestamp())
    EXECUTE FUNCTION wait_for_the_model();`;

/** Rows in the order in which the service takes them too: taken as they lie, two statements could deadlock. */
const IN_ORDER = `WITH held AS MATERIALIZED (
             SELECT idempotency_key FROM idempotency_keys
             WHERE tenant_id = $1::uuid AND idempotency_key = ANY ($2::text[])
             ORDER BY tenant_id, idempotency_key FOR UPDATE)`;

/** The leases of all workers are over, and all unknown outcomes are due. */
export async function endLeases(pool: Pool, tenantId: string, keys: readonly string[]): Promise<void> {
  await pool.query({
    name: 'model-end-leases',
    text: `${IN_ORDER}
           UPDATE idempotency_keys k SET lease_until = clock_timestamp() - interval '1 second'
           FROM held
           WHERE k.tenant_id = $1::uuid AND k.idempotency_key = held.idempotency_key AND k.state = 'PROCESSING'
             AND k.unsettled IS DISTINCT FROM 'needs_review'`,
    values: [tenantId, keys],
  });
}

/** Nobody has asked for these for longer than anybody waits. */
export async function letGoCold(pool: Pool, tenantId: string, keys: readonly string[]): Promise<void> {
  await pool.query({
    name: 'model-let-go-cold',
    text: `${IN_ORDER}
           UPDATE idempotency_keys k SET last_seen_at = clock_timestamp() - interval '13 hours'
           FROM held
           WHERE k.tenant_id = $1::uuid AND k.idempotency_key = held.idempotency_key AND k.state = 'RECEIVED'`,
    values: [tenantId, keys],
  });
}

/** Sets when the authorization of a charge ends, from now. */
export async function endAuthorization(pool: Pool, chargeId: string, inHours: number): Promise<void> {
  await pool.query({
    name: 'model-end-authorization',
    text: `UPDATE charges SET authorization_expires_at = clock_timestamp() + $2::integer * interval '1 hour'
           WHERE id = $1::uuid AND status = 'authorized'`,
    values: [chargeId, inHours],
  });
}

/** The first try of an operation is longer ago than any provider remembers. */
export async function growOld(pool: Pool, tenantId: string, key: string): Promise<void> {
  await pool.query({
    name: 'model-grow-old',
    text: `UPDATE provider_attempts a SET started_at = a.started_at - interval '3 days'
           FROM operations o
           WHERE o.id = a.operation_id AND o.tenant_id = $1::uuid AND o.idempotency_key = $2::text`,
    values: [tenantId, key],
  });
}
