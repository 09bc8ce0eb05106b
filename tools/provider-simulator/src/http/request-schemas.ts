import { z } from 'zod';
import { metadataSchema } from '../core/record-entry.ts';

/** Eighteen digits fit a signed 64-bit column with room for sums, and are more than any payment. */
const amountMinor = z
  .string({ error: 'must be a string of minor units, such as "1099"' })
  .regex(/^[1-9]\d{0,17}$/, { error: 'must be a positive whole number of minor units with at most 18 digits' })
  .transform(BigInt);

const metadata = metadataSchema
  .refine((fields) => Object.keys(fields).length <= 50, { error: 'must have at most 50 fields' })
  .refine((fields) => Object.values(fields).every((value) => String(value).length <= 500), {
    error: 'must have values of at most 500 characters',
  })
  .default({});

export const paymentBodySchema = z.strictObject({
  amount_minor: amountMinor,
  currency: z.string().regex(/^[A-Z]{3}$/, { error: 'must be three capital letters, such as "USD"' }),
  source: z.string().regex(/^[\x21-\x7e]{1,255}$/, { error: 'must be 1 to 255 visible ASCII characters' }),
  capture: z.boolean(),
  metadata,
});

export const amountBodySchema = z.strictObject({ amount_minor: amountMinor, metadata });

export const cancelBodySchema = z.strictObject({ metadata });

export const providerKeySchema = z
  .string({ error: 'the header Idempotency-Key is missing' })
  .regex(/^[\x21-\x7e]{1,255}$/, { error: 'the Idempotency-Key must be 1 to 255 visible ASCII characters' });

/** Query parameters are text; digits only, so that "1e3", "0x10" and "" are refused instead of understood. */
const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, { error: 'must be a whole number' })
  .transform(Number);

export const MAX_PAGE_SIZE = 1000;

const page = {
  after: wholeNumber.default(0),
  limit: wholeNumber
    .refine((size) => size >= 1 && size <= MAX_PAGE_SIZE, { error: `must be 1 to ${MAX_PAGE_SIZE}` })
    .default(100),
};

export const pageQuerySchema = z.strictObject(page);
export const effectsQuerySchema = z.strictObject({ ...page, provider_key: providerKeySchema.optional() });
