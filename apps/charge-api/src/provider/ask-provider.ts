import type { FindResult, PaymentProvider, ProviderQuery, ProviderResult } from './payment-provider.ts';

export interface ProviderQuestion extends ProviderQuery {
  /** True when an earlier try may have reached the provider. */
  mayHaveActed: boolean;
  /** True when the provider has said of it that it took place: then it is not sent again, whatever is found. */
  hasSucceeded: boolean;
  /** Why nothing may be sent, whatever is found; null where a call may be made. */
  withheldBecause: string | null;
  /** Since the first try was committed, now, milliseconds: asked for again at each decision, because a call takes time. */
  ageMs: () => number;
  /** For how long the key is honoured, given what the provider declares now, milliseconds. */
  keyWindowMs: (declaredMs: number) => number;
  send: () => Promise<ProviderResult>;
}

type Absent = Extract<FindResult, { kind: 'absent' }>;

/**
 * One call, or the way back to a call that may have been made: find first; send again with the same provider key only
 * where the provider says that it knows nothing, and only while it still honours the key.
 */
export async function askProvider(provider: PaymentProvider, question: ProviderQuestion): Promise<ProviderResult> {
  if (!question.mayHaveActed) return question.send();
  const { account, providerKey } = question;
  const found = await provider.find({ account, providerKey });
  if (found.kind === 'inconclusive') return { ...found, kind: 'unknown' };
  if (found.kind !== 'absent') return found;
  const reason = whyNotAgain(provider, question, found);
  if (reason !== undefined) return { kind: 'unknown', detail: reason };
  const result = await question.send();
  // The earlier try may still be on its way to the provider, so "not sent" says nothing about it.
  return result.kind === 'not_sent' ? { ...result, kind: 'unknown' } : result;
}

/** Undefined where a call that the provider does not know may be sent again. */
const whyNotAgain = (
  { timeoutMs }: PaymentProvider,
  { hasSucceeded, withheldBecause, ageMs, keyWindowMs }: ProviderQuestion,
  absent: Absent,
): string | undefined => {
  if (hasSucceeded) return 'the provider knows nothing of what it has said took place';
  if (withheldBecause !== null) return withheldBecause;
  // Our call may take as long as its timeout to arrive; by then the provider must still know the key.
  if (ageMs() + timeoutMs < keyWindowMs(absent.keyWindowMs)) return undefined;
  return 'the provider knows nothing of it and its key window is over';
};
