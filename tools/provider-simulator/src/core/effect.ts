import type { Operation } from './money-request.ts';

export const EFFECTS = ['authorized', 'captured', 'refunded', 'canceled'] as const;
export type Effect = (typeof EFFECTS)[number];

/** The one movement of money that each operation makes. A sale is one movement, not an authorization and a capture. */
export const EFFECT_OF = {
  authorize: 'authorized',
  sale: 'captured',
  capture: 'captured',
  refund: 'refunded',
  cancel: 'canceled',
} as const satisfies Record<Operation, Effect>;

/** A movement of money that was decided; of a cancel, the amount is what it releases. */
export interface EffectDraft {
  readonly operation: Operation;
  readonly paymentId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
}
