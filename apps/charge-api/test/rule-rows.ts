import type { ChargeStatus, OperationState } from '@once/contracts';
import type { OperationKind } from '../src/operations/insert-operations.sql.ts';

/** Rows as statements, for attempts on the rules of the database: all of one tenant, and of one charge unless said. */
export const TENANT_ID = '0198b2c4-0000-7000-8000-000000000001';
export const CHARGE_ID = '0198b2c4-0000-7000-8000-00000000000c';

/** What a charge over 1,000 minor units holds in each status, so that nothing but the rule in question is broken. */
export const MONEY: Record<ChargeStatus, { captured: number; refunded: number }> = {
  pending: { captured: 0, refunded: 0 },
  unknown: { captured: 0, refunded: 0 },
  needs_review: { captured: 0, refunded: 0 },
  failed: { captured: 0, refunded: 0 },
  authorized: { captured: 0, refunded: 0 },
  canceled: { captured: 0, refunded: 0 },
  expired: { captured: 0, refunded: 0 },
  captured: { captured: 1_000, refunded: 0 },
  partially_refunded: { captured: 1_000, refunded: 300 },
  refunded: { captured: 1_000, refunded: 1_000 },
};

export interface ChargeFields {
  id?: string;
  reference?: string;
}

export const charge = (status: ChargeStatus, { id = CHARGE_ID, reference }: ChargeFields = {}): string => {
  const { captured, refunded } = MONEY[status];
  return `INSERT INTO charges (id, tenant_id, status, shard, amount_minor, currency, currency_exponent, provider,
            provider_payment_id, authorization_expires_at, amount_captured_minor, amount_refund_reserved_minor,
            amount_refunded_minor, reference)
          VALUES ('${id}', '${TENANT_ID}', '${status}', 0, 1000, 'EUR', 2, 'simulator', 'pay_1',
            clock_timestamp() + interval '7 days', ${captured}, ${refunded}, ${refunded},
            ${reference ? `'${reference}'` : 'NULL'})`;
};

/** An answered key unless `fields` say otherwise. */
export const key = (name: string, fields: Record<string, string> = {}): string => {
  const row = {
    ...{ tenant_id: `'${TENANT_ID}'`, idempotency_key: `'${name}'`, operation: `'charge.create'` },
    ...{ fingerprint: `sha256('x')`, fingerprint_version: '1', epoch: '1', attempt: '1' },
    ...{ claim_id: 'gen_random_uuid()', resource_id: `'${CHARGE_ID}'`, expires_at: `now() + interval '7 days'` },
    ...{ state: `'COMPLETED'`, response_status: '201', completed_at: 'now()', lease_until: 'NULL' },
    ...fields,
  };
  return `INSERT INTO idempotency_keys (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).join(', ')})`;
};

/** What makes a key one that somebody works on. */
export const PROCESSING = {
  ...{ state: `'PROCESSING'`, response_status: 'NULL', completed_at: 'NULL' },
  lease_until: `now() + interval '8 seconds'`,
};

export interface OperationFields {
  id: string;
  kind?: OperationKind;
  state?: OperationState;
  amount?: number;
  chargeId?: string;
}

/** An operation alone; its key, which has the operation's id for a name, is another row. */
export const operation = ({
  id,
  kind = 'charge.create',
  state = 'succeeded',
  amount = 1_000,
  chargeId = CHARGE_ID,
}: OperationFields): string =>
  `INSERT INTO operations (id, tenant_id, idempotency_key, charge_id, kind, state, amount_minor, input, request_id,
     completed_at, unknown_since)
   VALUES ('${id}', '${TENANT_ID}', '${id}', '${chargeId}', '${kind}', '${state}', ${amount}, '{}', 'req_1',
     ${state === 'succeeded' || state === 'failed' ? 'now()' : 'NULL'},
     ${state === 'unknown' || state === 'needs_review' ? 'now()' : 'NULL'})`;

export type AttemptOutcome = 'open' | 'succeeded' | 'declined' | 'refused' | 'unknown';

export const providerAttempt = (operationId: string, outcome: AttemptOutcome): string =>
  `INSERT INTO provider_attempts (operation_id, attempt, provider, provider_key, outcome, ended_at)
   VALUES ('${operationId}', 1, 'simulator', 'once_1', '${outcome}', ${outcome === 'open' ? 'NULL' : 'now()'})`;
