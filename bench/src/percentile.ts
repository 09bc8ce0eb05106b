/** Value below which `share` of the sorted list lies; 0 for an empty one. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

export const median = (list: readonly number[]): number =>
  percentile(
    [...list].sort((left, right) => left - right),
    0.5,
  );

export interface MedianBetween {
  median: number;
  low: number;
  high: number;
}

/** Half-width of the 95 % interval of a standard normal variable. */
const Z_95 = 1.96;

/**
 * The median of independent values and where the true one lies with 95 % confidence, whatever their distribution is: by
 * the ranks between which half of so many values would fall.
 */
export function medianBetween(list: readonly number[]): MedianBetween {
  const sorted = [...list].sort((left, right) => left - right);
  const halfWidth = (Z_95 * Math.sqrt(sorted.length)) / 2;
  const at = (rank: number): number => sorted[Math.min(Math.max(rank, 0), sorted.length - 1)] ?? Number.NaN;
  return {
    median: median(sorted),
    low: at(Math.floor(sorted.length / 2 - halfWidth)),
    high: at(Math.ceil(sorted.length / 2 + halfWidth)),
  };
}
