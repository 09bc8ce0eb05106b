import type { OperationState, RefundBody } from '@once/contracts';

export interface Refund {
  id: string;
  chargeId: string;
  state: OperationState;
  amountMinor: bigint;
  currency: string;
  createdAt: Date;
}

/** A refund is an operation of its own; this is how answers show it. */
export const toRefundBody = (refund: Refund): RefundBody => ({
  id: refund.id,
  charge_id: refund.chargeId,
  status: refund.state,
  amount: Number(refund.amountMinor),
  currency: refund.currency,
  created_at: refund.createdAt.toISOString(),
});
