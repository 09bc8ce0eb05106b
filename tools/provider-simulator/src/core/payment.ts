import type { EffectDraft } from './effect.ts';

/** What the provider knows about one payment; every amount is in minor units of its currency. */
export interface Payment {
  readonly id: string;
  readonly currency: string;
  readonly authorizedMinor: bigint;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly isCanceled: boolean;
}

export type PaymentStatus = 'authorized' | 'captured' | 'partially_refunded' | 'refunded' | 'canceled';

export function statusOf(payment: Payment): PaymentStatus {
  if (payment.isCanceled) return 'canceled';
  if (payment.capturedMinor === 0n) return 'authorized';
  if (payment.refundedMinor === 0n) return 'captured';
  return payment.refundedMinor < payment.capturedMinor ? 'partially_refunded' : 'refunded';
}

/** The payment after an effect. Throws on an effect that its history cannot carry: only a damaged journal holds one. */
export function applyEffect(payment: Payment | undefined, draft: EffectDraft): Payment {
  if (draft.operation === 'authorize' || draft.operation === 'sale') {
    if (payment !== undefined) throw new Error(`payment ${draft.paymentId} is created twice`);
    return newPayment(draft);
  }
  if (payment === undefined) throw new Error(`payment ${draft.paymentId} was never created`);
  const next = movePayment(payment, draft);
  if (next.capturedMinor > next.authorizedMinor || next.refundedMinor > next.capturedMinor)
    throw new Error(`payment ${draft.paymentId} moves more money than it holds`);
  return next;
}

function newPayment({ paymentId, currency, amountMinor, operation }: EffectDraft): Payment {
  const capturedMinor = operation === 'sale' ? amountMinor : 0n;
  return { id: paymentId, currency, authorizedMinor: amountMinor, capturedMinor, refundedMinor: 0n, isCanceled: false };
}

function movePayment(payment: Payment, { operation, amountMinor }: EffectDraft): Payment {
  if (operation === 'cancel') return { ...payment, isCanceled: true };
  if (operation === 'refund') return { ...payment, refundedMinor: payment.refundedMinor + amountMinor };
  return { ...payment, capturedMinor: payment.capturedMinor + amountMinor };
}
