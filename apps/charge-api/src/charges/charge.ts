import type { ChargeBody, ChargeStatus } from '@once/contracts';

/** A charge as its row holds it. Money is bigint minor units. */
export interface Charge {
  id: string;
  status: ChargeStatus;
  version: number;
  shard: number;
  amountMinor: bigint;
  currency: string;
  currencyExponent: number;
  amountCapturedMinor: bigint;
  amountRefundReservedMinor: bigint;
  amountRefundedMinor: bigint;
  reference: string | null;
  description: string | null;
  metadata: Record<string, string>;
  provider: string;
  /** Whose money it is; fixed by the claim, null on charges from before accounts were kept. */
  providerAccount: string | null;
  providerPaymentId: string | null;
  createdAt: Date;
}

export interface ChargeRow {
  id: string;
  status: ChargeStatus;
  version: number;
  shard: number;
  amount_minor: string;
  currency: string;
  currency_exponent: number;
  amount_captured_minor: string;
  amount_refund_reserved_minor: string;
  amount_refunded_minor: string;
  reference: string | null;
  description: string | null;
  metadata: Record<string, string>;
  provider: string;
  provider_account: string | null;
  provider_payment_id: string | null;
  created_at: Date;
}

/** Columns of `ChargeRow`, under the alias `c`. */
export const CHARGE_COLUMNS = `c.id, c.status, c.version, c.shard, c.amount_minor, c.currency, c.currency_exponent,
          c.amount_captured_minor, c.amount_refund_reserved_minor, c.amount_refunded_minor,
          c.reference, c.description, c.metadata, c.provider, c.provider_account, c.provider_payment_id,
          c.created_at`;

export const toCharge = (row: ChargeRow): Charge => ({
  id: row.id,
  status: row.status,
  version: row.version,
  shard: row.shard,
  amountMinor: BigInt(row.amount_minor),
  currency: row.currency,
  currencyExponent: row.currency_exponent,
  amountCapturedMinor: BigInt(row.amount_captured_minor),
  amountRefundReservedMinor: BigInt(row.amount_refund_reserved_minor),
  amountRefundedMinor: BigInt(row.amount_refunded_minor),
  reference: row.reference,
  description: row.description,
  metadata: row.metadata,
  provider: row.provider,
  providerAccount: row.provider_account,
  providerPaymentId: row.provider_payment_id,
  createdAt: row.created_at,
});

/** Amounts fit a JSON number because the edge and a CHECK bound them to 2^53-1. */
export const toChargeBody = (charge: Charge): ChargeBody => ({
  id: charge.id,
  status: charge.status,
  amount: Number(charge.amountMinor),
  currency: charge.currency,
  amount_captured: Number(charge.amountCapturedMinor),
  amount_refunded: Number(charge.amountRefundedMinor),
  reference: charge.reference,
  description: charge.description,
  metadata: charge.metadata,
  created_at: charge.createdAt.toISOString(),
});
