import { describe, expect, it } from '@jest/globals';
import { planBurst } from './plan-burst.ts';
import type { PlannedCall } from './workload/workload-plan.ts';

const callsOf = (operations: number, seed = '42'): PlannedCall[] =>
  planBurst({ seed, operations, refundsPerSale: 2, label: 'burst-1' }).steps.flatMap(({ calls }) => calls);

describe('planBurst', () => {
  it.each([0, 1, 2, 3, 4, 1_000])('plans %d operations, each once, and each moves money', (operations) => {
    const calls = callsOf(operations);
    expect(calls).toHaveLength(operations);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(operations);
    expect(calls.every(({ intent, action }) => intent === 'operation' && /^(charge|refund)$/.test(action))).toBe(true);
    expect(planBurst({ seed: '42', operations, refundsPerSale: 2, label: 'burst-1' }).counts).toMatchObject({
      chargeable: operations,
    });
  });

  it('lets each charge be sold, then given back in two parts that it can bear, one after the other', () => {
    const plan = planBurst({ seed: '7', operations: 900, refundsPerSale: 2, label: 'burst-1' });
    const steps = Map.groupBy(plan.steps, ({ calls: [call] }) => call?.chargeFrom ?? call?.operation);
    expect(steps.size).toBe(300);
    for (const [sale, ...refunds] of steps.values()) {
      const before = [sale, ...refunds].map((step) => step?.calls[0]?.operation);
      expect(refunds.map(({ after }) => after.map(({ operation, need }) => [operation, need]))).toEqual([
        [[before[0], 'success']],
        [[before[1], 'success']],
      ]);
      const minor = [sale, ...refunds].map((step) => BigInt(step?.calls[0]?.amountMinor ?? 0));
      expect(minor[1]! + minor[2]!).toBeLessThanOrEqual(minor[0]!);
    }
  });

  it('is the same byte for byte for the same seed, and another for another', () => {
    expect(JSON.stringify(callsOf(60))).toBe(JSON.stringify(callsOf(60)));
    expect(JSON.stringify(callsOf(60, '43'))).not.toBe(JSON.stringify(callsOf(60)));
  });
});
