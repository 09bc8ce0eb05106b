import type { RefusalVerdict } from '../../operations/provider-work.ts';
import type { PaymentLookup } from '../../provider/payment-provider.ts';
import type { ProviderRefusal } from '../rules/change-rule.ts';

export interface RefusedRelease {
  paymentId: string;
  refusal: ProviderRefusal;
  shown: PaymentLookup;
}

const REFUSED = 'the provider has refused to release it, and ';

/** What the payment itself says about the refusal of its release; undefined where it is authorized, as it was. */
export function judgeShownPayment({ paymentId, refusal, shown }: RefusedRelease): RefusalVerdict | undefined {
  if (shown.kind === 'absent') return { kind: 'needs_review', detail: `${REFUSED}shows no payment ${paymentId}` };
  if (shown.kind === 'inconclusive' || shown.paymentId !== paymentId) {
    const detail = shown.kind === 'inconclusive' ? shown.detail : `the answer is about payment ${shown.paymentId}`;
    // Its own word that the money was taken needs no look.
    return refusal.isCaptured ? undefined : { kind: 'unknown', detail: `${REFUSED}could not be asked why: ${detail}` };
  }
  const { effects } = shown;
  const isTaken = effects.some(({ operation }) => operation === 'capture' || operation === 'sale');
  if (isTaken) {
    const what = effects.map(({ operation, amountMinor, currency }) => `${operation} ${amountMinor} ${currency}`);
    return { kind: 'needs_review', detail: `${REFUSED}shows ${what.join(', ')} on payment ${paymentId}` };
  }
  // A movement of somebody else's, or none: the state that was wanted holds.
  const isReleased = effects.some(({ operation }) => operation === 'cancel');
  const state = { effectId: null, amountMinor: null, currency: null, providerKey: null };
  return isReleased && !refusal.isCaptured
    ? { kind: 'holds', success: { kind: 'succeeded', paymentId, ...state } }
    : undefined;
}
