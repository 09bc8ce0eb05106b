const MAX_SEED = 40;

/** `20261120T145107Z-42`: sorts by time, and is one harmless path segment whatever the seed is. */
export function runName(startedAt: Date, seed: string): string {
  const utc = startedAt.toISOString().replace(/[-:]|\.\d+/g, '');
  const word = seed.replace(/[^\w-]+/g, '_').slice(0, MAX_SEED);
  return `${utc}-${word === '' ? 'seed' : word}`;
}

/** What `runName` makes, with the number that a second run of the same second gets. */
export const isRunName = (name: string): boolean => /^\d{8}T\d{6}Z-[\w-]+(\.\d+)?$/.test(name);
