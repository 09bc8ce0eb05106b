import { createHash } from 'node:crypto';
import { z } from 'zod';
import { withDifference } from '../../core/differing-effect.ts';
import { OPERATIONS } from '../../core/money-request.ts';
import { faultKind } from './fault-kind.ts';

/** The provider does something else than it was asked for, and tells it as a success. One minor unit more by default. */
export const effectDiffers = faultKind({
  kind: 'effect_differs',
  fields: {
    amount_delta_minor: z
      .string()
      .regex(/^-?[1-9]\d{0,17}$/, { error: 'must be a whole number of minor units other than 0, such as "1" or "-1"' })
      .optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, { error: 'must be three capital letters, such as "USD"' })
      .optional(),
    foreign_key: z.boolean().optional(),
  },
  allowed: ' {amount_delta_minor: "1", currency: USD, foreign_key: true}',
  operations: OPERATIONS,
  toAction: ({ amount_delta_minor: delta, currency, foreign_key: isForeign = false }) => {
    const usualDelta = currency === undefined && !isForeign ? '1' : '0';
    return {
      phase: 'effect',
      alter: (decided, payment) =>
        withDifference(decided, payment, {
          amountDeltaMinor: BigInt(delta ?? usualDelta),
          currency,
          providerKey: isForeign ? foreignKeyFor(decided.provider_key) : undefined,
        }),
    };
  },
});

/** A key as well-formed as anybody's, and nobody's: the same each time, so that a run can be replayed. */
function foreignKeyFor(providerKey: string): string {
  return `foreign_${createHash('sha256').update(providerKey).digest('hex').slice(0, 24)}`;
}
