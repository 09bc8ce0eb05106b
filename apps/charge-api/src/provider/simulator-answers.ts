import { z } from 'zod';
import type { FindResult, Identification, PaymentLookup, ProviderQuery, ProviderResult } from './payment-provider.ts';
import { judgeSimulatorAnswer } from './judge-simulator-answer.ts';
import { accountOf, findForeignAnswer, isAccountMismatch } from './simulator-account.ts';

export interface HttpAnswer {
  status: number;
  body: unknown;
}

const identity = z.object({
  account: z.string().regex(/^acct_[\w-]{1,64}$/),
  key_window_ms: z.int().min(0),
});
const absent = z.object({ outcome: z.literal('absent'), key_window_ms: z.int().min(0) });
const about = z.object({ provider_key: z.string() });
const found = z.object({
  outcome: z.literal('found'),
  operation: z.string().optional(),
  http_status: z.int(),
  body: z.unknown(),
});
const amount = z
  .string()
  .regex(/^\d{1,19}$/)
  .transform(BigInt);
const effect = z
  .object({
    effect_id: z.string().nullish(),
    operation: z.enum(['authorize', 'sale', 'capture', 'refund', 'cancel']),
    amount_minor: amount,
    currency: z.string(),
    provider_key: z.string(),
  })
  .transform((row) => ({
    effectId: row.effect_id ?? null,
    operation: row.operation,
    amountMinor: row.amount_minor,
    currency: row.currency,
    providerKey: row.provider_key,
  }));
const payment = z.object({ id: z.string(), effects: z.array(effect) });
const noPayment = z.object({ code: z.literal('payment_not_found') });

const OTHER_ACCOUNT = 'the provider there is another account; it did nothing';

export function readIdentification({ status, body }: HttpAnswer): Identification {
  const said = status === 200 ? identity.safeParse(body).data : undefined;
  if (!said) return { kind: 'not_identified', detail: `the provider answered ${status} and not who it is` };
  return { kind: 'identified', account: accountOf(said.account), keyWindowMs: said.key_window_ms };
}

/** An answer to a request that moves money. */
export function readMoneyAnswer(account: string, operation: string, { status, body }: HttpAnswer): ProviderResult {
  if (isAccountMismatch(status, body)) return { kind: 'not_sent', detail: OTHER_ACCOUNT, isForeign: true };
  const foreign = findForeignAnswer(account, body);
  if (foreign !== undefined) return { kind: 'unknown', detail: foreign, isForeign: true };
  return judgeSimulatorAnswer({ operation, status, body });
}

export function readFindAnswer({ account, providerKey }: ProviderQuery, { status, body }: HttpAnswer): FindResult {
  if (isAccountMismatch(status, body)) return { kind: 'inconclusive', detail: OTHER_ACCOUNT, isForeign: true };
  const foreign = findForeignAnswer(account, body);
  if (foreign !== undefined) return { kind: 'inconclusive', detail: foreign, isForeign: true };
  const said = about.safeParse(body).data?.provider_key;
  // An answer to somebody else's question, from a cache say. What a success is about is compared by itself.
  if (said !== undefined && said !== providerKey && status !== 200)
    return { kind: 'inconclusive', detail: 'the answer is about another key' };
  // A bare 404 may be anybody's, a proxy's or a wrong path's; only the provider's own word counts.
  const missing = status === 404 ? absent.safeParse(body).data : undefined;
  if (missing) return { kind: 'absent', keyWindowMs: missing.key_window_ms };
  const result = status === 200 ? found.safeParse(body).data : undefined;
  if (!result) return { kind: 'inconclusive', detail: `the provider answered ${status}` };
  return toFindResult(judgeSimulatorAnswer({ ...result, status: result.http_status }));
}

/** What the record holds is a decision; anything else is not what it was asked for. */
const toFindResult = (judged: ProviderResult): FindResult =>
  judged.kind === 'succeeded' || judged.kind === 'declined' ? judged : { kind: 'inconclusive', detail: judged.detail };

export function readPaymentAnswer(account: string, { status, body }: HttpAnswer): PaymentLookup {
  if (isAccountMismatch(status, body)) return { kind: 'inconclusive', detail: OTHER_ACCOUNT };
  const foreign = findForeignAnswer(account, body);
  if (foreign !== undefined) return { kind: 'inconclusive', detail: foreign };
  if (status === 404 && noPayment.safeParse(body).success) return { kind: 'absent' };
  const shown = status === 200 ? payment.safeParse(body).data : undefined;
  if (!shown) return { kind: 'inconclusive', detail: `the provider answered ${status}` };
  return { kind: 'found', paymentId: shown.id, effects: shown.effects };
}
