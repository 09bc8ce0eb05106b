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

/** An account or an effect as the provider names it: kept as text, compared byte by byte, never parsed. */
const providerName = z
  .string()
  .max(255)
  .regex(/^[!-~]+$/, 'must be visible ASCII');

const requestId = z.string().min(1).max(255);

const keySha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: "SHA-256 of the idempotency key's UTF-8 bytes, in lower-case hex." });

/**
 * Body of every event on the charges topic, as readers take it: with the optional members or, as 0.1.0 published it,
 * without. Members we do not know are ignored, so that producers may add some.
 */
export const chargeEventSchema = z.object({
  charge_id: z.uuid(),
  version: z.int().min(1),
  tenant_id: z.string().min(1).max(64),
  operation_id: z.uuid(),
  amount_minor: amountMinorText,
  currency: z
    .string()
    .refine(isKnownCurrency, 'must be an ISO 4217 code in upper case, in use or withdrawn since')
    .meta({ description: 'ISO 4217 code; also one that was withdrawn after the charge was made.' }),
  currency_exponent: z
    .int()
    .min(0)
    .max(4)
    .meta({ description: 'Digits of the minor unit, as they were stored when the charge was made.' }),
  provider: z.string().min(1).max(64),
  provider_account: providerName
    .optional()
    .meta({ description: 'Whose money moved: `adapter:identity`. Absent where it is not known, as in old events.' }),
  provider_effect_id: providerName.optional().meta({
    description: "The provider's id of what it did, unique within the account. Absent where nothing was done.",
  }),
  occurred_at: z.iso.datetime(),
  request: z.object({
    id: requestId,
    idempotency_key: z.string().min(1).max(255).optional().meta({
      description: 'The key itself, in events of 0.1.0. Do not rely on it.',
      deprecated: true,
    }),
    idempotency_key_sha256: keySha256.optional(),
  }),
});

export type ChargeEvent = z.infer<typeof chargeEventSchema>;

/** Body of an event as it is written. The caller's key stays in the charge database: the topic has readers of its own. */
export const writtenChargeEventSchema = chargeEventSchema.extend({
  request: z.object({ id: requestId, idempotency_key_sha256: keySha256 }),
});

export type WrittenChargeEvent = z.infer<typeof writtenChargeEventSchema>;
