import type { PaymentProvider, ProviderResult } from './payment-provider.ts';

export interface ProviderQuestion {
  providerKey: string;
  /** True when an earlier try may have reached the provider. */
  mayHaveActed: boolean;
  /** Since the first try was committed, now, milliseconds: asked for again at each decision, because a call takes time. */
  ageMs: () => number;
  send: () => Promise<ProviderResult>;
}

/**
 * One call, or the way back to a call that may have been made: find first; send again with the same provider key only
 * where the provider says that it knows nothing, and only while it still honours the key.
 */
export async function askProvider(provider: PaymentProvider, question: ProviderQuestion): Promise<ProviderResult> {
  if (!question.mayHaveActed) return question.send();
  const found = await provider.find(question.providerKey);
  if (found.kind === 'inconclusive') return { kind: 'unknown', detail: found.detail };
  if (found.kind !== 'absent') return found;
  // Our call may take as long as its timeout to arrive; by then the provider must still know the key.
  if (question.ageMs() + provider.timeoutMs >= provider.keyWindowMs) {
    return { kind: 'unknown', detail: 'the provider knows nothing of it and its key window is over' };
  }
  const result = await question.send();
  // The earlier try may still be on its way to the provider, so "not sent" says nothing about it.
  return result.kind === 'not_sent' ? { kind: 'unknown', detail: result.detail } : result;
}
