/** Value below which `share` of the sorted list lies; 0 for an empty one. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

export const median = (list: readonly number[]): number =>
  percentile(
    [...list].sort((left, right) => left - right),
    0.5,
  );
