import { refuseState, type Decision } from './decision.ts';
import { statusOf, type Payment } from './payment.ts';

/** Releases an authorization; what was captured is refunded instead. */
export function decideCancel(payment: Payment): Decision {
  if (statusOf(payment) !== 'authorized') return refuseState(payment, 'canceled');
  const { id, currency, authorizedMinor } = payment;
  return {
    httpStatus: 200,
    body: { id, status: 'canceled', amount_minor: authorizedMinor.toString(), currency },
    paymentId: id,
    effect: { operation: 'cancel', paymentId: id, amountMinor: authorizedMinor, currency },
  };
}
