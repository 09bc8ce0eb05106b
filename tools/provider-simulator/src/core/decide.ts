import { decideCancel } from './decide-cancel.ts';
import { decideCapture } from './decide-capture.ts';
import { decidePayment } from './decide-payment.ts';
import { decideRefund } from './decide-refund.ts';
import { refuseUnknownPayment, type Decision } from './decision.ts';
import type { MoneyRequest } from './money-request.ts';
import type { Payment } from './payment.ts';

/** Makes an id with the given prefix; a parameter, so that decisions can be tested. */
export type NewId = (prefix: 'pay' | 're' | 'eff') => string;

/** The provider's rules: what a request leads to, given the payments so far. Changes nothing. */
export function decide(payments: ReadonlyMap<string, Payment>, request: MoneyRequest, newId: NewId): Decision {
  if ('source' in request) return decidePayment(request, newId('pay'));
  const payment = payments.get(request.paymentId);
  if (payment === undefined) return refuseUnknownPayment(request.paymentId);
  switch (request.operation) {
    case 'capture':
      return decideCapture(request, payment);
    case 'refund':
      return decideRefund(request, payment, newId('re'));
    case 'cancel':
      return decideCancel(payment);
  }
}
