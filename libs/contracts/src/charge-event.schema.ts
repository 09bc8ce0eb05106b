import { z } from 'zod';
import { isKnownCurrency } from './currency.ts';

/** 2^63 - 1: the largest amount that a Postgres bigint, and so the ledger, can hold. */
const MAX_BIGINT = 9_223_372_036_854_775_807n;

/** Minor units as decimal text: JSON numbers lose integers above 2^53, so amounts never travel as numbers. */
export const amountMinorText = z
  .string()
  .regex(/^(0|[1-9]\d{0,18})$/, 'must be decimal digits without sign or leading zero')
  // Checks run also after one has failed, and BigInt throws a SyntaxError at what is not digits.
  .refine((text) => !/^\d+$/.test(text) || BigInt(text) <= MAX_BIGINT, 'must fit a 64-bit signed integer');

/** Body of every event on the charges topic. Members we do not know are ignored, so that producers may add some. */
export const chargeEventSchema = z.object({
  charge_id: z.uuid(),
  version: z.int().min(1),
  tenant_id: z.string().min(1).max(64),
  operation_id: z.uuid(),
  amount_minor: amountMinorText,
  currency: z.string().refine(isKnownCurrency, 'must be an ISO 4217 code in upper case'),
  currency_exponent: z.int().min(0).max(4),
  provider: z.string().min(1).max(64),
  occurred_at: z.iso.datetime(),
  request: z.object({ id: z.string().min(1).max(255), idempotency_key: z.string().min(1).max(255) }),
});

export type ChargeEvent = z.infer<typeof chargeEventSchema>;
