import type { ProblemCode } from '@once/contracts';
import type { Charge } from '../charges/charge.ts';

export type RefundVerdict =
  | { kind: 'allowed'; amountMinor: bigint }
  | {
      kind: 'refused';
      code: Extract<ProblemCode, 'charge_state_invalid' | 'amount_too_large'>;
      detail: string;
      leftMinor: bigint | null;
    };

const REFUNDABLE = new Set<string>(['captured', 'partially_refunded']);

/** Judges a refund under the charge's row lock. What open refunds have reserved is not left for others. */
export function judgeRefund(charge: Charge, wantedMinor: bigint | null): RefundVerdict {
  if (!REFUNDABLE.has(charge.status)) {
    const detail = `The charge is ${charge.status}; only captured money can be refunded.`;
    return { kind: 'refused', code: 'charge_state_invalid', detail, leftMinor: null };
  }
  const leftMinor = charge.amountCapturedMinor - charge.amountRefundReservedMinor;
  const amountMinor = wantedMinor ?? leftMinor;
  if (amountMinor >= 1n && amountMinor <= leftMinor) return { kind: 'allowed', amountMinor };
  const detail = `At most ${leftMinor} minor units can still be refunded.`;
  return { kind: 'refused', code: 'amount_too_large', detail, leftMinor };
}
