import type { DrawnPause } from '../../clients/statistics/jitter-sample.ts';
import type { DelaySpread } from '../../model/workload-record.ts';

/** Wide enough for some 25 delays each in the smallest sample that is tested. */
const BINS = 20;

/** A share of exactly 1 belongs to the last bin. */
export function histogramOf(shares: readonly number[]): number[] {
  const bins = Array.from({ length: BINS }, () => 0);
  for (const share of shares) {
    const bin = Math.min(BINS - 1, Math.floor(share * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

/** Only what was drawn: what a server asked for on top of it is no jitter. */
export const spreadsOf = (pauses: readonly DrawnPause[]): DelaySpread[] =>
  [...Map.groupBy(pauses, ({ jitterBoundMs }) => jitterBoundMs)]
    .filter(([boundMs]) => boundMs > 0)
    .sort(([left], [right]) => left - right)
    .map(([boundMs, drawn]) => {
      const delays = drawn.map(({ jitterMs }) => jitterMs).sort((left, right) => left - right);
      const middle = (delays.length - 1) / 2;
      return {
        ...{ boundMs, count: delays.length },
        minMs: delays[0] ?? 0,
        medianMs: ((delays[Math.floor(middle)] ?? 0) + (delays[Math.ceil(middle)] ?? 0)) / 2,
        maxMs: delays.at(-1) ?? 0,
      };
    });
