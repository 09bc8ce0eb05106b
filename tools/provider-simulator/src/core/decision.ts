import type { EffectDraft } from './effect.ts';
import { statusOf, type Payment } from './payment.ts';

/** A provider's answer, snake_case as it goes over the wire. Flat, so that it reads back from the journal as it was. */
export type AnswerBody = Readonly<Record<string, string>>;

/** What a request leads to; `effect` is null where no money moves. */
export interface Decision {
  readonly httpStatus: number;
  readonly body: AnswerBody;
  readonly paymentId: string | null;
  readonly effect: EffectDraft | null;
}

export function refuse(httpStatus: number, body: { code: string; message: string } & AnswerBody): Decision {
  return { httpStatus, body, paymentId: null, effect: null };
}

export function refuseUnknownPayment(paymentId: string): Decision {
  return refuse(404, { code: 'payment_not_found', message: `No payment has the id ${paymentId}.` });
}

export function refuseState(payment: Payment, verb: string): Decision {
  const status = statusOf(payment);
  const message = `Payment ${payment.id} is ${status} and cannot be ${verb}.`;
  return refuse(422, { code: 'payment_state_invalid', message, status, payment_id: payment.id });
}

export function refuseAmount(leftMinor: bigint, verb: string): Decision {
  const message = `At most ${leftMinor} (minor units) can still be ${verb}.`;
  return refuse(422, { code: 'amount_too_large', message, amount_left_minor: leftMinor.toString() });
}
