import { z } from 'zod';
import { MAX_PAUSE_MS } from './pause.ts';

/** Evenly spread between the two. */
interface EvenLatency {
  readonly min: number;
  readonly max: number;
}

/** Log-normal, as latencies of real providers are: half of the calls below p50, one in a hundred above p99. */
interface LogNormalLatency {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export type LatencySetting = EvenLatency | LogNormalLatency;

/** How many standard deviations above the mean the 99th percentile of a normal distribution is. */
const P99_DEVIATIONS = 2.3263478740408408;

const milliseconds = z.int().min(0).max(MAX_PAUSE_MS);
const percentile = z.int().min(1).max(MAX_PAUSE_MS);

/** One flat shape rather than a union of two, so that a mistake is named and not answered by "invalid input". */
export const latencySchema = z
  .strictObject({
    min: milliseconds.optional(),
    max: milliseconds.optional(),
    p50: percentile.optional(),
    p99: percentile.optional(),
  })
  .transform(({ min, max, p50, p99 }, context): LatencySetting => {
    const refuse = (message: string): never => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    if (p50 === undefined && p99 === undefined) {
      if (min === undefined || max === undefined) return refuse('needs min and max, or p50 and p99');
      return min <= max ? { min, max } : refuse('min is greater than max');
    }
    if (p50 === undefined || p99 === undefined) return refuse('needs both p50 and p99');
    if (min !== undefined) return refuse('takes min with max only, not with p50 and p99');
    const bound = max ?? MAX_PAUSE_MS;
    return p50 <= p99 && p99 <= bound ? { p50, p99, max: bound } : refuse('p50 <= p99 <= max does not hold');
  });

export function latencyOf(setting: LatencySetting, random: () => number): number {
  if ('min' in setting) return setting.min + random() * (setting.max - setting.min);
  const { p50, p99, max } = setting;
  const deviation = Math.log(p99 / p50) / P99_DEVIATIONS;
  return Math.min(max, p50 * Math.exp(deviation * standardNormal(random)));
}

/** Box and Muller's way from two even draws to a normal one; 1 - u because the logarithm of 0 is not a number. */
function standardNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
