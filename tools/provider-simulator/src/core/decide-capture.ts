import { refuseAmount, refuseState, type Decision } from './decision.ts';
import type { AmountRequest } from './money-request.ts';
import { statusOf, type Payment } from './payment.ts';

/** One capture per payment, full or partial; the rest of the authorization is released. */
export function decideCapture({ amountMinor }: AmountRequest, payment: Payment): Decision {
  if (statusOf(payment) !== 'authorized') return refuseState(payment, 'captured');
  if (amountMinor > payment.authorizedMinor) return refuseAmount(payment.authorizedMinor, 'captured');
  const { id, currency, authorizedMinor } = payment;
  return {
    httpStatus: 200,
    body: {
      id,
      status: 'captured',
      amount_minor: authorizedMinor.toString(),
      amount_captured_minor: amountMinor.toString(),
      currency,
    },
    paymentId: id,
    effect: { operation: 'capture', paymentId: id, amountMinor, currency },
  };
}
