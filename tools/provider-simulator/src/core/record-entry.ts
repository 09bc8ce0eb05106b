import { z } from 'zod';
import { FINGERPRINT_VERSIONS, OPERATIONS } from './money-request.ts';

export const metadataSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const amountMinor = z.string().regex(/^[1-9]\d*$/);

/** A request that was decided: its answer, and the money that moved. `effect` says how much; `operation` says which way. */
export const resultEntrySchema = z.strictObject({
  kind: z.literal('result'),
  provider_key: z.string(),
  operation: z.enum(OPERATIONS),
  fingerprint: z.string(),
  /** Left out in what was recorded under the first. */
  fingerprint_version: z.literal(FINGERPRINT_VERSIONS).default(1),
  http_status: z.int(),
  body: z.record(z.string(), z.string()),
  payment_id: z.string().nullable(),
  effect: z
    .strictObject({
      /** Left out in what was recorded before effects had ids. */
      effect_id: z.string().optional(),
      amount_minor: amountMinor,
      currency: z.string(),
      /** Set where something else was done than was asked for. */
      differs: z.literal(true).optional(),
    })
    .nullable(),
  metadata: metadataSchema,
  recorded_at: z.iso.datetime(),
});
export type ResultEntry = z.infer<typeof resultEntrySchema>;

/** Why a request moved no money and left no result of its own. `interrupted`: a behaviour of the control API ended it. */
export const SEEN_OUTCOMES = ['replayed', 'key_reused', 'invalid', 'interrupted'] as const;
export type SeenOutcome = (typeof SEEN_OUTCOMES)[number];

export const seenEntrySchema = z.strictObject({
  kind: z.literal('seen'),
  provider_key: z.string(),
  outcome: z.enum(SEEN_OUTCOMES),
  recorded_at: z.iso.datetime(),
});
export type SeenEntry = z.infer<typeof seenEntrySchema>;

/** Whose money the store moves. Written once, when the store is made or is first opened by a version with accounts. */
export const accountEntrySchema = z.strictObject({
  kind: z.literal('account'),
  account: z.string().regex(/^acct_[0-9a-f]{24}$/),
  recorded_at: z.iso.datetime(),
});
export type AccountEntry = z.infer<typeof accountEntrySchema>;

/** Everything that the provider remembers is the fold of these, in order. */
export const recordEntrySchema = z.discriminatedUnion('kind', [resultEntrySchema, seenEntrySchema, accountEntrySchema]);
export type RecordEntry = z.infer<typeof recordEntrySchema>;
