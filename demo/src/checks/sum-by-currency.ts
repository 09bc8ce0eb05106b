import type { PostingRow } from '../evidence/evidence.ts';

export function sumByCurrency(postings: readonly PostingRow[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { currency, amountMinor } of postings) sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  return sums;
}
