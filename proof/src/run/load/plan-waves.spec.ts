import { describe, expect, it } from '@jest/globals';
import { planFurtherWave, planWaves } from './plan-waves.ts';

const chargeable = (plans: ReturnType<typeof planWaves>): number =>
  plans.reduce((sum, { counts }) => sum + counts.chargeable, 0);

describe('planWaves', () => {
  it.each([1, 19, 20, 21, 1_000])('plans %d chargeable operations, no more and no less', (operations) => {
    expect(chargeable(planWaves('42', operations))).toBe(operations);
  });

  it('gives the same waves for the same seed, byte for byte, and other ones for another', () => {
    const text = (seed: string): string => JSON.stringify(planWaves(seed, 60));
    expect(text('42')).toBe(text('42'));
    expect(text('42')).not.toBe(text('43'));
  });

  it('uses no key and no name twice, further waves included', () => {
    const plans = [...planWaves('42', 100), planFurtherWave('42', 1), planFurtherWave('42', 2)];
    const calls = plans.flatMap(({ steps }) => steps.flatMap((step) => step.calls));
    expect(new Set(calls.map(({ call }) => call)).size).toBe(calls.length);
    const operations = new Map(calls.map(({ operation, tenant, key }) => [`${tenant} ${key}`, operation]));
    expect(operations.size).toBe(new Set(calls.map(({ operation }) => operation)).size);
  });
});
