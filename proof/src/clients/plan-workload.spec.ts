import { describe, expect, it } from '@jest/globals';
import { planWorkload } from './plan-workload.ts';
import type { PlannedCall, WorkloadPlan } from './workload/workload-plan.ts';

const CHARGEABLE = 1_000;

const plan = planWorkload({ seed: 42, chargeable: CHARGEABLE, label: 'main' });
const callsOf = ({ steps }: WorkloadPlan): PlannedCall[] => steps.flatMap(({ calls }) => calls);
const calls = callsOf(plan);
const byOperation = Map.groupBy(calls, ({ operation }) => operation);

/** Of every call the member of its operation's first call, and its own. */
const amountsBy = (action: string): Map<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const call of calls.filter((call) => call.action === action && !['duplicate', 'reuse'].includes(call.intent))) {
    const charge = call.chargeFrom ?? call.operation;
    sums.set(charge, (sums.get(charge) ?? 0n) + BigInt(call.amountMinor));
  }
  return sums;
};

describe('planWorkload', () => {
  it('is the same byte for byte for the same seed, and another for another seed or label', () => {
    const text = JSON.stringify(plan);
    expect(JSON.stringify(planWorkload({ seed: '42', chargeable: CHARGEABLE, label: 'main' }))).toBe(text);
    expect(JSON.stringify(planWorkload({ seed: 43, chargeable: CHARGEABLE, label: 'main' }))).not.toBe(text);
    const other = callsOf(planWorkload({ seed: 42, chargeable: CHARGEABLE, label: 'extra' }));
    const keys = new Set(calls.map(({ key }) => key));
    expect(other.filter(({ key }) => keys.has(key))).toEqual([]);
  });

  it.each([0, 1, 2, 3, 7, 60, 200, CHARGEABLE])('plans exactly %d operations that move money', (chargeable) => {
    const planned = planWorkload({ seed: 7, chargeable, label: 'main' });
    const operations = callsOf(planned).filter(
      ({ intent, action }) => intent === 'operation' && ['charge', 'capture', 'refund'].includes(action),
    );
    expect(operations).toHaveLength(chargeable);
    expect(planned.counts).toMatchObject({ chargeable });
  });

  it('has everything in it, and counts it', () => {
    const { sales, captures, refunds, ...rest } = plan.counts;
    expect(sales + captures + refunds).toBe(CHARGEABLE);
    for (const count of [sales, captures, refunds, ...Object.values(rest)]) expect(count).toBeGreaterThan(15);
    expect(calls).toHaveLength(rest.calls);
    expect(new Set(calls.map(({ tenant }) => tenant))).toEqual(new Set(['acme', 'globex', 'initech']));
    expect(new Set(calls.map(({ currency }) => currency))).toEqual(new Set(['EUR', 'USD', 'JPY', 'KWD']));
  });

  it('has some of every kind in a run of 60, too', () => {
    for (const count of Object.values(planWorkload({ seed: 1, chargeable: 60, label: 'main' }).counts))
      expect(count).toBeGreaterThan(0);
  });

  it('gives each call a name of its own, and each operation one key that its tenant has nowhere else', () => {
    expect(new Set(calls.map(({ call }) => call)).size).toBe(calls.length);
    const owners = new Map<string, string>();
    for (const { tenant, key, operation } of calls) {
      const owner = `${tenant} ${key}`;
      expect(owners.get(owner) ?? operation).toBe(operation);
      owners.set(owner, operation);
    }
  });

  it('asks for an operation once, and again only with a text of the same JSON', () => {
    for (const [operation, asked] of byOperation) {
      const firsts = asked.filter(({ intent }) => intent !== 'duplicate' && intent !== 'reuse');
      expect({ operation, firsts: firsts.length }).toEqual({ operation, firsts: 1 });
      const meant = JSON.parse(firsts[0]?.bodyText ?? '');
      for (const call of asked.filter(({ intent }) => intent === 'duplicate'))
        expect(JSON.parse(call.bodyText)).toEqual(meant);
      for (const call of asked.filter(({ intent }) => intent === 'reuse'))
        expect(JSON.parse(call.bodyText)).not.toEqual(meant);
    }
  });

  it('names the amounts that are in the bodies', () => {
    for (const { bodyText, amountMinor } of calls) {
      const { amount } = JSON.parse(bodyText) as { amount?: number };
      if (amount !== undefined) expect(BigInt(amount)).toBe(BigInt(amountMinor));
    }
  });

  it('captures no more than was authorized, and refunds no more than was captured', () => {
    const [sold, authorized, captured, refunded] = ['charge', 'authorize', 'capture', 'refund'].map(amountsBy);
    expect(refunded?.size).toBeGreaterThan(50);
    for (const [charge, sum] of captured ?? []) expect(sum).toBeLessThanOrEqual(authorized?.get(charge) ?? -1n);
    for (const [charge, sum] of refunded ?? [])
      expect(sum).toBeLessThanOrEqual(sold?.get(charge) ?? captured?.get(charge) ?? -1n);
  });

  it('lets nothing depend on a later step, on itself, or on what a client abandons', () => {
    const seen = new Set<string>();
    const abandoned = new Set(calls.filter(({ intent }) => intent === 'abandoned').map(({ operation }) => operation));
    for (const { calls: sent, after } of plan.steps) {
      for (const { operation } of after) {
        expect(seen.has(operation)).toBe(true);
        expect(abandoned.has(operation)).toBe(false);
      }
      sent.forEach(({ operation }) => seen.add(operation));
    }
  });

  it('sends a changed body only when the key has its verdict, and a change only when its charge is there', () => {
    for (const { calls: sent, after } of plan.steps) {
      for (const { intent, operation, chargeFrom } of sent) {
        if (intent === 'reuse') expect(after).toContainEqual({ operation, need: 'verdict' });
        if (chargeFrom !== null) expect(after.map(({ need }) => need)).toContain('success');
      }
    }
  });

  it.each([-1, 1.5, Number.NaN, 200_001])('refuses %d operations', (chargeable) => {
    expect(() => planWorkload({ seed: 1, chargeable, label: 'main' })).toThrow('give a whole number');
  });

  it('refuses a label that cannot begin a key', () => {
    expect(() => planWorkload({ seed: 1, chargeable: 1, label: 'Main run' })).toThrow('label "Main run"');
  });
});
