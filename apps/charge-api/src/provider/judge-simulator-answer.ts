import { z } from 'zod';
import type { ProviderResult } from './payment-provider.ts';

/** An answer of the simulator to a request that moves money, fresh or as its record keeps it. */
export interface SimulatorAnswer {
  /** As the simulator calls it: authorize, sale, capture, refund or cancel; undefined where it did not say. */
  operation?: string | undefined;
  status: number;
  body: unknown;
}

const succeeded = z.object({ id: z.string(), payment_id: z.string().optional() });
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

/** What an answer means. `not_sent` is never said of a recorded one. */
export function judgeSimulatorAnswer({ operation, status, body }: SimulatorAnswer): ProviderResult {
  const success = status >= 200 && status < 300 ? succeeded.safeParse(body) : undefined;
  if (success?.success) return { kind: 'succeeded', paymentId: success.data.payment_id ?? success.data.id };
  if (status === 429) return { kind: 'not_sent', detail: 'the provider is limiting our rate' };
  const refusal = refused.safeParse(body).data;
  if (status === 503 && refusal && BEFORE_EFFECT_CODES.has(refusal.code)) {
    return { kind: 'not_sent', detail: `the provider answered 503 ${refusal.code}` };
  }
  if (refusal && DECISIONS.has(status)) return judgeDecision(operation, refusal);
  return { kind: 'unknown', detail: `the provider answered ${status}` };
}

const judgeDecision = (operation: string | undefined, refusal: Refusal): ProviderResult => {
  const { code, status, payment_id: paymentId } = refusal;
  if (code === 'idempotency_key_reused')
    return { kind: 'unknown', detail: 'the provider key belongs to another request' };
  if (code === 'payment_state_invalid' && operation === 'cancel' && RELEASED.has(status ?? '')) {
    return paymentId
      ? { kind: 'succeeded', paymentId }
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
