import type { ProviderQuestion } from './ask-provider.ts';
import type { FindResult, PaymentProvider, ProviderResult } from './payment-provider.ts';

export interface FirstQuestion extends Pick<
  ProviderQuestion,
  'account' | 'providerKey' | 'withheldBecause' | 'keyWindowMs' | 'send'
> {
  /** Since the database was replaced, milliseconds: at least as long ago a try that was lost was made. */
  sinceReplacedMs: number;
}

type Absent = Extract<FindResult, { kind: 'absent' }>;

/**
 * A first try whose like may have been lost with the database that held it: find first, and send only what the provider
 * does not know.
 */
export async function findBeforeFirstSend(provider: PaymentProvider, question: FirstQuestion): Promise<ProviderResult> {
  const { account, providerKey, send } = question;
  const found = await provider.find({ account, providerKey });
  if (found.kind === 'inconclusive') return { ...found, kind: 'unknown' };
  if (found.kind !== 'absent') return found;
  const reason = whyNotSent(question, found);
  if (reason !== undefined) return { kind: 'unknown', detail: reason };
  const result = await send();
  // The try that was lost may still be on its way to the provider, so "not sent" says nothing about it.
  return result.kind === 'not_sent' ? { ...result, kind: 'unknown' } : result;
}

/** Undefined where that the provider knows nothing says that nothing was sent to it. */
const whyNotSent = (
  { withheldBecause, keyWindowMs, sinceReplacedMs }: FirstQuestion,
  absent: Absent,
): string | undefined => {
  if (withheldBecause !== null) return withheldBecause;
  // Of what it has forgotten since, or never keeps, it can't be asked.
  if (sinceReplacedMs < keyWindowMs(absent.keyWindowMs)) return undefined;
  return 'the provider knows nothing of it, and keeps keys for less time than since the database was replaced';
};
