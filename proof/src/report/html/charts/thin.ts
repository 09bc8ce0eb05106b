export interface Thinned {
  readonly atMs: readonly number[];
  readonly series: readonly (readonly (number | null)[])[];
}

/**
 * At most `limit` points out of many. Each stands for a stretch and has its highest value: a peak must not vanish
 * because it fell between two points. A stretch in which nothing is known stays unknown.
 */
export function thin(points: Thinned, limit: number): Thinned {
  const { atMs, series } = points;
  if (atMs.length <= limit) return points;
  const size = Math.ceil(atMs.length / limit);
  const starts = Array.from({ length: Math.ceil(atMs.length / size) }, (_, index) => index * size);
  return {
    // The end of the stretch: what only rises has its highest value there.
    atMs: starts.map((start) => atMs[Math.min(start + size, atMs.length) - 1] ?? 0),
    series: series.map((values) => starts.map((start) => highest(values.slice(start, start + size)))),
  };
}

const highest = (values: readonly (number | null)[]): number | null =>
  values.reduce((best, value) => (value !== null && (best === null || value > best) ? value : best), null);
