import type { Operation } from './money-request.ts';
import type { Payment } from './payment.ts';
import type { ResultEntry } from './record-entry.ts';

/** What is done otherwise than it was asked for. */
export interface Difference {
  readonly amountDeltaMinor: bigint;
  readonly currency?: string | undefined;
  /** The key that the answer names in the place of the caller's. */
  readonly providerKey?: string | undefined;
}

/**
 * The decision with another effect, told as honestly as any: answer, lookup and record show what is really done. The
 * caller's key stays that of the record. Undefined where no money moved, where the payment cannot carry it, and where
 * it is what was asked for.
 */
export function withDifference(
  decided: ResultEntry,
  payment: Payment | undefined,
  { amountDeltaMinor, currency, providerKey }: Difference,
): ResultEntry | undefined {
  const { effect, operation, body } = decided;
  if (effect === null) return undefined;
  const amountMinor = BigInt(effect.amount_minor) + amountDeltaMinor;
  const done = { amount_minor: amountMinor.toString(), currency: currency ?? effect.currency };
  const differs = amountDeltaMinor !== 0n || done.currency !== effect.currency || providerKey !== undefined;
  if (!differs || !canCarry(payment, operation, amountMinor)) return undefined;
  const amountField = operation === 'capture' ? 'amount_captured_minor' : 'amount_minor';
  const told = { [amountField]: done.amount_minor, currency: done.currency };
  return {
    ...decided,
    body: { ...body, ...told, ...(providerKey !== undefined && { provider_key: providerKey }) },
    effect: { ...effect, ...done, differs: true },
  };
}

/** No payment holds more than was authorized, gives back more than was captured, or moves nothing. */
function canCarry(payment: Payment | undefined, operation: Operation, amountMinor: bigint): boolean {
  if (amountMinor <= 0n) return false;
  if (payment === undefined) return true;
  const heldMinor = operation === 'refund' ? payment.capturedMinor - payment.refundedMinor : payment.authorizedMinor;
  return amountMinor <= heldMinor;
}
