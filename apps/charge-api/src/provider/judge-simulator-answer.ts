import { z } from 'zod';
import type { ProviderResult } from './payment-provider.ts';

/** An answer of the simulator to a request that moves money, fresh or as its record keeps it. */
export interface SimulatorAnswer {
  /** As the simulator calls it: authorize, sale, capture, refund or cancel; undefined where it did not say. */
  operation?: string | undefined;
  status: number;
  body: unknown;
}

const amount = z
  .string()
  .regex(/^\d{1,19}$/)
  .transform(BigInt);

const succeeded = z.object({
  id: z.string(),
  payment_id: z.string().optional(),
  effect_id: z.string().optional(),
  amount_minor: amount,
  /** Of a capture, whose `amount_minor` is the payment's. */
  amount_captured_minor: amount.optional(),
  currency: z.string(),
  provider_key: z.string(),
});
const refused = z.object({
  code: z.string(),
  decline_code: z.string().optional(),
  /** Of the payment, where it is the reason. */
  status: z.string().optional(),
  payment_id: z.string().optional(),
});
type Refusal = z.infer<typeof refused>;

/** Decisions about the money. Any other refusal is about the exchange and settles nothing. */
const DECISIONS = new Set([402, 422]);

/** Said before the request was looked at, so certainly without effect. A 503 without such a word promises nothing. */
const BEFORE_EFFECT_CODES = new Set(['overloaded', 'shutting_down']);

const RELEASED = new Set(['canceled', 'expired']);
const CAPTURED = new Set(['captured', 'partially_refunded', 'refunded']);

/** What an answer means. `not_sent` is never said of a recorded one. Whose answer it is has been found out before. */
export function judgeSimulatorAnswer({ operation, status, body }: SimulatorAnswer): ProviderResult {
  const success = status >= 200 && status < 300 ? succeeded.safeParse(body).data : undefined;
  if (success) return toSuccess(operation, success);
  if (status === 429) return { kind: 'not_sent', detail: 'the provider is limiting our rate' };
  const refusal = refused.safeParse(body).data;
  if (status === 503 && refusal && BEFORE_EFFECT_CODES.has(refusal.code)) {
    return { kind: 'not_sent', detail: `the provider answered 503 ${refusal.code}` };
  }
  if (refusal && DECISIONS.has(status)) return judgeDecision(operation, refusal);
  return { kind: 'unknown', detail: `the provider answered ${status}` };
}

const toSuccess = (operation: string | undefined, success: z.infer<typeof succeeded>): ProviderResult => ({
  kind: 'succeeded',
  paymentId: success.payment_id ?? success.id,
  effectId: success.effect_id ?? null,
  amountMinor: operation === 'capture' ? (success.amount_captured_minor ?? success.amount_minor) : success.amount_minor,
  currency: success.currency,
  providerKey: success.provider_key,
});

const judgeDecision = (operation: string | undefined, refusal: Refusal): ProviderResult => {
  const { code, status, payment_id: paymentId } = refusal;
  if (code === 'idempotency_key_reused')
    return { kind: 'unknown', detail: 'the provider key belongs to another request' };
  if (code === 'payment_state_invalid' && operation === 'cancel' && RELEASED.has(status ?? '')) {
    return paymentId
      ? // A state, not a movement under our key: there is nothing to compare with.
        { kind: 'succeeded', paymentId, effectId: null, amountMinor: null, currency: null, providerKey: null }
      : { kind: 'unknown', detail: `the provider says ${status ?? ''}, and not which payment` };
  }
  // Money of this payment was captured, by an earlier send of ours or by somebody else. Called a failure, it would be
  // forgotten on our side; called a success, its amount would be guessed.
  if (code === 'payment_state_invalid' && operation === 'capture' && CAPTURED.has(status ?? '')) {
    return { kind: 'unknown', detail: `the provider has captured the payment already: it is ${status ?? ''}` };
  }
  const isCaptured = code === 'payment_state_invalid' && operation === 'cancel' && CAPTURED.has(status ?? '');
  return {
    kind: 'declined',
    declineCode: refusal.decline_code ?? code,
    ...(isCaptured && { isCaptured }),
  };
};
