import type { ChargeStatus } from '@once/contracts';
import { providerKeyOf } from '../charges/provider-key.ts';

export const CHANNELS = ['cli', 'http'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What a person has decided, as the audit holds it. */
export interface ReviewDecision {
  operator: string;
  channel: Channel;
  outcome: 'succeeded' | 'failed';
  reason: string;
  createdAt: Date;
}

/** An operation as somebody sees it who has to find out what became of it. */
export interface Review {
  operationId: string;
  kind: string;
  state: string;
  tenantId: string;
  tenant: string;
  idempotencyKey: string;
  requestId: string;
  chargeId: string;
  chargeStatus: ChargeStatus;
  amountMinor: bigint;
  currency: string;
  currencyExponent: number;
  provider: string;
  providerAccount: string | null;
  /** Under which the provider knows the operation: that of its first attempt. */
  providerKey: string;
  /** A charge that was to be captured at once. */
  isSale: boolean;
  /** The payment that the charge has already; null for one that is only being made. */
  chargePaymentId: string | null;
  /** Null for an operation whose outcome was never in doubt. */
  unknownSince: Date | null;
  decision: ReviewDecision | null;
}

export interface ReviewRow {
  operation_id: string;
  kind: string;
  state: string;
  tenant_id: string;
  tenant: string;
  idempotency_key: string;
  request_id: string;
  charge_id: string;
  charge_status: ChargeStatus;
  amount_minor: string;
  currency: string;
  currency_exponent: number;
  provider: string;
  provider_account: string | null;
  provider_key: string | null;
  is_sale: boolean;
  provider_payment_id: string | null;
  unknown_since: Date | null;
  operator: string | null;
  channel: Channel;
  outcome: 'succeeded' | 'failed';
  reason: string;
  decided_at: Date;
}

/** Columns of `ReviewRow`, with the tables that they come from. */
export const SELECT_REVIEWS = `
   SELECT o.id AS operation_id, o.kind, o.state, o.tenant_id, t.name AS tenant, o.idempotency_key, o.request_id,
          o.charge_id, c.status AS charge_status, o.amount_minor, c.currency, c.currency_exponent,
          c.provider, c.provider_payment_id, o.unknown_since,
          coalesce(o.provider_account, c.provider_account) AS provider_account,
          -- What was sent is looked for, however a key would be made today.
          (SELECT a.provider_key FROM provider_attempts a WHERE a.operation_id = o.id ORDER BY a.attempt LIMIT 1)
            AS provider_key,
          coalesce(o.input ->> 'capture', 'false') = 'true' AS is_sale,
          d.operator, d.channel, d.outcome, d.reason, d.created_at AS decided_at
   FROM operations o
   JOIN charges c ON c.id = o.charge_id
   JOIN tenants t ON t.id = o.tenant_id
   LEFT JOIN operator_actions d ON d.operation_id = o.id AND d.action = 'resolve_needs_review'`;

const toDecision = ({ operator, channel, outcome, reason, decided_at: createdAt }: ReviewRow): ReviewDecision | null =>
  operator === null ? null : { operator, channel, outcome, reason, createdAt };

export const toReview = (row: ReviewRow): Review => ({
  operationId: row.operation_id,
  kind: row.kind,
  state: row.state,
  tenantId: row.tenant_id,
  tenant: row.tenant,
  idempotencyKey: row.idempotency_key,
  requestId: row.request_id,
  chargeId: row.charge_id,
  chargeStatus: row.charge_status,
  amountMinor: BigInt(row.amount_minor),
  currency: row.currency,
  currencyExponent: row.currency_exponent,
  provider: row.provider,
  providerAccount: row.provider_account,
  providerKey: row.provider_key ?? providerKeyOf(row.operation_id),
  isSale: row.is_sale,
  chargePaymentId: row.provider_payment_id,
  unknownSince: row.unknown_since,
  decision: toDecision(row),
});
