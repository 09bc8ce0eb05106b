import { z } from 'zod';
import { ACTIVE_CURRENCY_RULE, isKnownCurrency } from './currency.ts';
import { ISO_4217_PUBLISHED } from './iso-4217.ts';
import { looksLikeCardNumber } from './card-number.ts';

/** Postgres text can't hold NUL, and RFC 8785 has no form for a lone surrogate: both are refused at the edge. */
const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

const text = (max: number) =>
  z.string().min(1).max(max).refine(isStorable, 'must not contain NUL or unpaired surrogates');

/** Minor units. The body parser has judged the JSON text already: 500.0 and 5e2 arrive as 500, 1.5 as no number. */
const amount = z
  .int('must be an integer number of minor units, at most 2^53-1')
  .min(1)
  .meta({ description: 'Minor units of the currency: 1099 is EUR 10.99, JPY 1099, KWD 1.099.' });

const MAX_METADATA_MEMBERS = 50;

const metadata = z
  .record(text(40), z.string().max(500).refine(isStorable, 'must not contain NUL or unpaired surrogates'))
  .refine((record) => Object.keys(record).length <= MAX_METADATA_MEMBERS, 'must have at most 50 members');

const source = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
  .refine((value) => !looksLikeCardNumber(value), 'looks like a card number: send a token of the payment provider')
  .meta({ description: 'Token of the payment provider, never a card number.' });

/** Body of `POST /v1/charges`. */
export const createChargeSchema = z
  .strictObject({
    amount,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be three upper-case letters')
      // A withdrawn one passes here: a retry must still get its stored answer. The claim refuses it for a new key.
      .refine(isKnownCurrency, ACTIVE_CURRENCY_RULE)
      .meta({
        description:
          `ISO 4217 code, upper case, of a currency in use (list of ${ISO_4217_PUBLISHED}). Withdrawn currencies, funds, ` +
          'units of account and precious metals are refused for new charges.',
      }),
    source,
    capture: z.boolean().default(true),
    reference: text(255).optional().meta({ description: 'Your name for the intent; unique among live charges.' }),
    description: text(1000).optional(),
    metadata: metadata.optional(),
  })
  .meta({
    id: 'CreateCharge',
    examples: [
      { amount: 1099, currency: 'EUR', source: 'tok_visa' },
      {
        ...{ amount: 120000, currency: 'JPY', source: 'tok_visa', capture: false, reference: 'order-4711' },
        ...{ description: 'Two nights', metadata: { room: '12' } },
      },
    ],
  });

/** Body of `POST /v1/charges/{id}/refunds`. Without `amount` the whole rest is refunded. */
export const createRefundSchema = z
  .strictObject({ amount: amount.optional() })
  .meta({ id: 'CreateRefund', examples: [{}, { amount: 500 }] });

/** Body of `POST /v1/charges/{id}/capture`. Without `amount` the whole authorization is captured. */
export const captureChargeSchema = z
  .strictObject({ amount: amount.optional() })
  .meta({ id: 'CaptureCharge', examples: [{}, { amount: 500 }] });

/** Body of `POST /v1/charges/{id}/cancel`: none, or an empty object. */
export const cancelChargeSchema = z.strictObject({}).meta({ id: 'CancelCharge', examples: [{}] });

export type CreateChargeRequest = z.infer<typeof createChargeSchema>;
export type CreateRefundRequest = z.infer<typeof createRefundSchema>;
