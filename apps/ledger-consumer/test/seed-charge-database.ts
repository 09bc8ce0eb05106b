import { CHARGE_EVENT_TYPES, shardOfCharge } from '@once/contracts';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from './journal-entry.sql.ts';
import {
  EXAMPLE_CHARGES,
  EXAMPLE_TENANT,
  exampleSteps,
  type ExampleCharge,
  type PlacedStep,
} from './worked-examples.ts';

const CHARGE = `
  INSERT INTO charges (id, tenant_id, status, version, shard, amount_minor, currency, currency_exponent,
                       amount_captured_minor, amount_refund_reserved_minor, amount_refunded_minor, provider,
                       provider_payment_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 'simulator', $11)`;

const insertCharge = (client: PoolClient, charge: ExampleCharge): Promise<unknown> =>
  client.query(CHARGE, [
    ...[charge.id, EXAMPLE_TENANT.id, charge.status, charge.steps.length, shardOfCharge(charge.id)],
    ...[charge.amountMinor, charge.currency, charge.exponent, charge.capturedMinor, charge.refundedMinor],
    charge.paymentId,
  ]);

const KEY = `
  INSERT INTO idempotency_keys (tenant_id, idempotency_key, operation, fingerprint, fingerprint_version, state, epoch,
                                claim_id, attempt, response_status, resource_id, completed_at, expires_at)
  VALUES ($1, $2, $3, sha256('x'), 1, $4, 1, gen_random_uuid(), 1, 200, $5, now(), now() + interval '7 days')`;

const OPERATION = `
  INSERT INTO operations (id, tenant_id, idempotency_key, charge_id, kind, state, amount_minor, input, request_id,
                          created_at, completed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, '{}', $8, $9, $9)`;

const ATTEMPT = `
  INSERT INTO provider_attempts (operation_id, attempt, provider, provider_key, outcome, provider_payment_id, ended_at)
  VALUES ($1::uuid, 1, 'simulator', 'once_' || $1::uuid, $2, $3, now())`;

const EVENT = `
  INSERT INTO outbox (event_id, charge_id, version, shard, event_type, payload, tenant_id, occurred_at, published_at)
  VALUES ($1, $2, $3, $4, $5, '{}', $6, $7, now())`;

const insertStep = async (client: PoolClient, step: PlacedStep): Promise<void> => {
  const { charge, operationId, key, kind } = step;
  const isDeclined = step.type === 'failed';
  await client.query(KEY, [EXAMPLE_TENANT.id, key, kind, isDeclined ? 'FAILED' : 'COMPLETED', charge.id]);
  await client.query(OPERATION, [
    ...[operationId, EXAMPLE_TENANT.id, key, charge.id, kind, isDeclined ? 'failed' : 'succeeded'],
    ...[step.amountMinor, step.requestId, step.occurredAt],
  ]);
  await client.query(ATTEMPT, [operationId, isDeclined ? 'declined' : 'succeeded', charge.paymentId]);
  const shard = shardOfCharge(charge.id);
  const eventType = CHARGE_EVENT_TYPES[step.type];
  await client.query(EVENT, [
    ...[step.eventId, charge.id, step.version, shard, eventType, EXAMPLE_TENANT.id, step.occurredAt],
  ]);
};

/** A refund that the provider has not answered: it reserves its amount, and has made no event. */
const insertUnknownRefund = async (client: PoolClient, chargeId: string): Promise<void> => {
  await client.query(
    `INSERT INTO idempotency_keys (tenant_id, idempotency_key, operation, fingerprint, fingerprint_version, state,
                                   unsettled, lease_until, epoch, claim_id, attempt, resource_id, expires_at)
     VALUES ($1, 'order-3-return-2', 'refund.create', sha256('x'), 1, 'PROCESSING', 'unknown', now(), 1,
             gen_random_uuid(), 1, $2, now() + interval '7 days')`,
    [EXAMPLE_TENANT.id, chargeId],
  );
  await client.query(
    `INSERT INTO operations (id, tenant_id, idempotency_key, charge_id, kind, state, amount_minor, input, request_id,
                             unknown_since)
     VALUES (gen_random_uuid(), $1, 'order-3-return-2', $2, 'refund.create', 'unknown', 500, '{}', 'req_x', now())`,
    [EXAMPLE_TENANT.id, chargeId],
  );
  await client.query(
    'UPDATE charges SET amount_refund_reserved_minor = amount_refund_reserved_minor + 500 WHERE id = $1',
    [chargeId],
  );
};

const LATE_WORD = `
  INSERT INTO provider_attempts (operation_id, attempt, provider, provider_key, outcome, is_late, ended_at)
  SELECT operation_id, 2, provider, provider_key, 'succeeded', true, now()
  FROM provider_attempts WHERE outcome = 'declined'`;

/** The rows that the worked examples leave in the charge database, every event of them published. */
export const seedChargeDatabase = (pool: Pool): Promise<void> =>
  inTransaction(pool, async (client) => {
    await client.query('INSERT INTO tenants (id, name) VALUES ($1, $2)', [EXAMPLE_TENANT.id, EXAMPLE_TENANT.name]);
    for (const charge of EXAMPLE_CHARGES) await insertCharge(client, charge);
    for (const step of exampleSteps()) await insertStep(client, step);
    await insertUnknownRefund(client, EXAMPLE_CHARGES[2]!.id);
    await client.query(LATE_WORD);
  });
