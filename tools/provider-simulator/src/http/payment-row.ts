import { EFFECT_OF } from '../core/effect.ts';
import { statusOf } from '../core/payment.ts';
import type { EffectEntry, ProviderRecord } from '../core/provider-record.ts';
import { effectIdOf, toldKeyOf } from './record-rows.ts';

/** A payment with all that happened to it; undefined where nobody knows it. The keys are those that the answers named. */
export function paymentRow(record: ProviderRecord, paymentId: string) {
  const payment = record.payments.get(paymentId);
  const effects = record.effectsOf(paymentId);
  const [first] = effects;
  if (payment === undefined || first === undefined) return undefined;
  return {
    id: paymentId,
    status: statusOf(payment),
    amount_minor: payment.authorizedMinor.toString(),
    amount_captured_minor: payment.capturedMinor.toString(),
    amount_refunded_minor: payment.refundedMinor.toString(),
    currency: payment.currency,
    provider_key: toldKeyOf(first),
    metadata: first.metadata,
    effects: effects.map(paymentEffectRow),
  };
}

function paymentEffectRow(entry: EffectEntry) {
  const { operation, effect, body, recorded_at } = entry;
  return {
    effect_id: effectIdOf(entry),
    operation,
    effect: EFFECT_OF[operation],
    amount_minor: effect.amount_minor,
    currency: effect.currency,
    provider_key: toldKeyOf(entry),
    refund_id: operation === 'refund' ? (body.id ?? null) : null,
    recorded_at,
  };
}
