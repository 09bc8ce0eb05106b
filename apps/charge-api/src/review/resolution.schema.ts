import { looksLikeCardNumber } from '@once/contracts';
import { z } from 'zod';

const MIN_REASON = 10;
const MAX_REASON = 500;

/** Code points, as the database counts them. */
const lengthOf = (text: string): number => Array.from(text).length;

const reason = z
  .string('must be text')
  .transform((text) => text.trim())
  .refine((text) => lengthOf(text) >= MIN_REASON && lengthOf(text) <= MAX_REASON, {
    message: `must say why in ${MIN_REASON} to ${MAX_REASON} characters`,
  })
  .refine((text) => !/\p{Cc}/u.test(text), { message: 'must be one line without control characters' })
  .refine((text) => !looksLikeCardNumber(text), {
    message: 'looks like it holds a card number, which is never stored',
  });

/** What a person decides about an operation, over HTTP as by command. */
export const resolutionSchema = z
  .strictObject({
    outcome: z.enum(['succeeded', 'failed'], 'must be succeeded or failed'),
    reason,
    provider_payment_id: z
      .string()
      .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
      .optional(),
  })
  .refine(({ outcome, provider_payment_id: id }) => outcome === 'succeeded' || id === undefined, {
    path: ['provider_payment_id'],
    message: 'goes with the outcome succeeded only: what failed has no payment',
  });

export type Resolution = z.infer<typeof resolutionSchema>;
