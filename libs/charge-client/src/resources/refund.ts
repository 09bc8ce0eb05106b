import { JsonObjectReader } from '../json/json-object-reader.ts';

export interface Refund {
  readonly id: string;
  readonly chargeId: string;
  /** pending, unknown, needs_review, succeeded or failed; open as the status of a charge is. */
  readonly status: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

export function readRefund(value: unknown): Refund {
  const members = new JsonObjectReader(value);
  return {
    id: members.text('id'),
    chargeId: members.text('charge_id'),
    status: members.text('status'),
    amount: members.amount('amount'),
    currency: members.text('currency'),
    createdAt: members.text('created_at'),
  };
}
