import { JsonObjectReader } from '../json/json-object-reader.ts';

export type KnownChargeStatus =
  | 'pending'
  | 'authorized'
  | 'captured'
  | 'failed'
  | 'unknown'
  | 'needs_review'
  | 'canceled'
  | 'expired'
  | 'partially_refunded'
  | 'refunded';

/** Open, so that a status which a newer server adds reaches the caller instead of breaking the client. */
export type ChargeStatus = KnownChargeStatus | (string & Record<never, never>);

/** Amounts are minor units: 1099n in EUR is 10.99, in JPY 1099, in KWD 1.099. */
export interface Charge {
  readonly id: string;
  readonly status: ChargeStatus;
  readonly amount: bigint;
  readonly currency: string;
  readonly amountCaptured: bigint;
  readonly amountRefunded: bigint;
  readonly reference: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly createdAt: string;
}

export function readCharge(value: unknown): Charge {
  const members = new JsonObjectReader(value);
  return {
    id: members.text('id'),
    status: members.text('status'),
    amount: members.amount('amount'),
    currency: members.text('currency'),
    amountCaptured: members.amount('amount_captured'),
    amountRefunded: members.amount('amount_refunded'),
    reference: members.textOrNull('reference'),
    description: members.textOrNull('description'),
    metadata: members.texts('metadata'),
    createdAt: members.text('created_at'),
  };
}
