import { describe, expect, it } from '@jest/globals';
import { latencyOf, latencySchema } from './latency-setting.ts';
import { seededRandom } from './seeded-random.ts';

const sorted = (setting: Parameters<typeof latencyOf>[0]) => {
  const random = seededRandom(1, 'latency_ms');
  return Array.from({ length: 20_000 }, () => latencyOf(setting, random)).toSorted((a, b) => a - b);
};

describe('a latency', () => {
  it('from min to max is spread evenly between them', () => {
    const drawn = sorted({ min: 100, max: 200 });
    expect([drawn[0], drawn[10_000], drawn[19_999]].map((ms) => Math.round(ms! / 10))).toEqual([10, 15, 20]);
  });

  it('with percentiles has them, and a tail that max cuts off', () => {
    const drawn = sorted({ p50: 20, p99: 400, max: 700 });
    expect(drawn[0]).toBeGreaterThan(0);
    expect(Math.abs(drawn[10_000]! - 20)).toBeLessThan(1);
    expect(Math.abs(drawn[19_800]! - 400)).toBeLessThan(40);
    expect(drawn[19_999]).toBe(700);
  });

  it('whose percentiles are one number is that number', () => {
    expect(latencyOf({ p50: 30, p99: 30, max: 600_000 }, () => 0.1)).toBe(30);
  });
});

describe('a latency setting', () => {
  it.each([
    [
      { min: 0, max: 0 },
      { min: 0, max: 0 },
    ],
    [
      { p50: 20, p99: 400 },
      { p50: 20, p99: 400, max: 600_000 },
    ],
    [
      { p50: 20, p99: 400, max: 400 },
      { p50: 20, p99: 400, max: 400 },
    ],
  ])('%j is shown as %j and is read back from there', (given, shown) => {
    expect(latencySchema.parse(given)).toEqual(shown);
    expect(latencySchema.parse(shown)).toEqual(shown);
  });

  it.each([
    [{}, 'needs min and max, or p50 and p99'],
    [{ max: 5 }, 'needs min and max, or p50 and p99'],
    [{ p50: 5 }, 'needs both p50 and p99'],
    [{ p50: 5, p99: 6, min: 1 }, 'takes min with max only'],
    [{ p50: 6, p99: 5 }, 'p50 <= p99 <= max does not hold'],
    [{ p50: 5, p99: 9, max: 8 }, 'p50 <= p99 <= max does not hold'],
    [{ p50: 0, p99: 5 }, '>=1'],
  ])('%j is refused with the reason', (given, reason) => {
    expect(latencySchema.safeParse(given).error?.message).toContain(reason);
  });
});
