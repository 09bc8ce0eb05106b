import { describe, expect, it } from '@jest/globals';
import { RetryBudget } from '@once/retry-policy';
import { ok, scripted, type Step } from '../test/scripted-api.ts';

const OPERATIONS = 600;

/** Kolmogorov–Smirnov at α = 1e-6: sqrt(-ln(α/2) / (2n)) for n = 600. */
const CRITICAL_DISTANCE = 0.11;

/** mulberry32: enough of a random source, and the same one in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The largest gap between the shares' own distribution and the uniform one on [0, 1). */
function distanceFromUniform(shares: readonly number[]): number {
  const sorted = shares.toSorted((left, right) => left - right);
  const gaps = sorted.map((share, index) =>
    Math.max(share - index / sorted.length, (index + 1) / sorted.length - share),
  );
  return Math.max(...gaps);
}

async function recordedShares(random: () => number): Promise<number[]> {
  const script = Array.from({ length: OPERATIONS }, (): Step[] => [
    { breaks: 'ECONNRESET' },
    { status: 503 },
    ok(),
  ]).flat();
  const budget = new RetryBudget({ capTokens: 2 * OPERATIONS });
  const { client, run, events } = scripted(script, { random, budget });
  for (let operation = 0; operation < OPERATIONS; operation++) {
    await run(client.createCharge({ amount: 1099n, currency: 'EUR', source: 'tok_visa' }));
  }
  const retries = events.map(({ record }) => record).filter(({ cause }) => cause === 'retry');
  expect(retries).toHaveLength(2 * OPERATIONS);
  // The first retry of each operation, so that n is what the critical distance is for.
  return retries.filter((_, index) => index % 2 === 0).map(({ jitterMs, jitterBoundMs }) => jitterMs / jitterBoundMs);
}

describe('the jitter that attempts record', () => {
  it('is uniform between 0 and the bound of its retry', async () => {
    expect(distanceFromUniform(await recordedShares(seeded(42)))).toBeLessThan(CRITICAL_DISTANCE);
  });

  it('is told from no jitter and from half of it by that test', async () => {
    const random = seeded(42);
    expect(distanceFromUniform(await recordedShares(() => 1 - Number.EPSILON))).toBeGreaterThan(CRITICAL_DISTANCE);
    expect(distanceFromUniform(await recordedShares(() => 0.5 + random() / 2))).toBeGreaterThan(CRITICAL_DISTANCE);
  });
});
