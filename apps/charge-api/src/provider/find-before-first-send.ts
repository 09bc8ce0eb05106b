import type { ProviderQuestion } from './ask-provider.ts';
import type { PaymentProvider, ProviderResult } from './payment-provider.ts';

/**
 * A first try whose like may have been lost with the database that held it: find first, and send only what the provider
 * does not know. The key window is no bound here: for all that is left of it, the operation has never been sent.
 */
export async function findBeforeFirstSend(
  provider: PaymentProvider,
  { account, providerKey, send }: Pick<ProviderQuestion, 'account' | 'providerKey' | 'send'>,
): Promise<ProviderResult> {
  const found = await provider.find({ account, providerKey });
  if (found.kind === 'inconclusive') return { ...found, kind: 'unknown' };
  if (found.kind !== 'absent') return found;
  const result = await send();
  // The try that was lost may still be on its way to the provider, so "not sent" says nothing about it.
  return result.kind === 'not_sent' ? { ...result, kind: 'unknown' } : result;
}
