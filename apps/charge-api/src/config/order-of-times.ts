interface ShorterTimes {
  PROVIDER_TIMEOUT_MS: number;
  ABANDON_AFTER_MS: number;
}

/**
 * The provider remembers our key for longer than a call lasts, and what is given up is given up while it would still
 * recognise it. A window of 0 says that it keeps no keys: then nothing is ever sent twice, and nothing has to be shorter.
 */
export function orderOfTimesFault(keyWindowMs: number, times: ShorterTimes): string | undefined {
  if (keyWindowMs === 0) return undefined;
  const names = ['PROVIDER_TIMEOUT_MS', 'ABANDON_AFTER_MS'] as const;
  const tooLong = names.find((name) => times[name] >= keyWindowMs);
  if (tooLong === undefined) return undefined;
  return `the provider honours a key for ${keyWindowMs} ms: ${tooLong} (${times[tooLong]}) must be shorter`;
}
