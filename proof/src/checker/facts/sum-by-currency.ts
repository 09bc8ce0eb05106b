export const sumByCurrency = (
  items: Iterable<{ readonly currency: string; readonly amountMinor: bigint }>,
): Map<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const { currency, amountMinor } of items) sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  return sums;
};
