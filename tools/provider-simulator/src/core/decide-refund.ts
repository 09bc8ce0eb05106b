import { refuseAmount, refuseState, type Decision } from './decision.ts';
import type { AmountRequest } from './money-request.ts';
import type { Payment } from './payment.ts';

/** Any number of refunds, whose sum never passes what was captured. */
export function decideRefund({ amountMinor }: AmountRequest, payment: Payment, refundId: string): Decision {
  if (payment.capturedMinor === 0n) return refuseState(payment, 'refunded');
  const leftMinor = payment.capturedMinor - payment.refundedMinor;
  if (amountMinor > leftMinor) return refuseAmount(leftMinor, 'refunded');
  const { id, currency } = payment;
  return {
    httpStatus: 201,
    body: { id: refundId, payment_id: id, status: 'refunded', amount_minor: amountMinor.toString(), currency },
    paymentId: id,
    effect: { operation: 'refund', paymentId: id, amountMinor, currency },
  };
}
