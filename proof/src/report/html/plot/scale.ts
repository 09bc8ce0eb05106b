/** From data to units of the chart. */
export type Scale = (value: number) => number;

/** Keeps digits that a screen can show. */
const DECIMALS = 10;
export const rounded = (value: number): number => Math.round(value * DECIMALS) / DECIMALS;

/** A domain without extent would divide by zero: everything is then at the beginning of the range. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = domain;
  const [start, end] = range;
  if (to === from) return () => start;
  return (value) => rounded(start + ((value - from) / (to - from)) * (end - start));
}

const STEPS = [1, 2, 2.5, 5, 10];

/**
 * Round numbers from 0 to at least `max`, about `count` intervals. Counts get no halves: between 0 and 1 there is
 * nothing to read.
 */
export function niceTicks(max: number, { count = 4, isWhole = false } = {}): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / count;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const factor = STEPS.find((step) => step * magnitude >= rough * (1 - 1e-9)) ?? 10;
  const step = isWhole ? Math.max(1, Math.ceil(factor * magnitude)) : factor * magnitude;
  const ticks = [0];
  for (let index = 1; (ticks.at(-1) ?? 0) < max; index += 1) ticks.push(Number((step * index).toPrecision(12)));
  return ticks;
}
