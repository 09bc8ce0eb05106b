import { describe, expect, it } from '@jest/globals';
import type { MoneyRequest } from '../../core/money-request.ts';
import { seededRandom } from '../seeded-random.ts';
import { ArmedFault } from './armed-fault.ts';
import { faultSchema } from './fault-schema.ts';
import type { FaultOccasion } from './fault-trigger.ts';

const sale: MoneyRequest = { operation: 'sale', amountMinor: 1n, currency: 'USD', source: 'tok_visa' };
const refund: MoneyRequest = { operation: 'refund', paymentId: 'pay_1', amountMinor: 1n };
const ofSale: FaultOccasion = { providerKey: 'k', request: sale };
const ofRefund: FaultOccasion = { providerKey: 'k', request: refund };
const ofLookup: FaultOccasion = { providerKey: 'k' };

const arm = (fields: object, random = () => 0) =>
  new ArmedFault(faultSchema.parse({ kind: 'effect_then_drop', ...fields }), 1_000, random);

describe('a fault', () => {
  it.each<[object, FaultOccasion, boolean]>([
    [{}, ofSale, true],
    [{}, ofLookup, false],
    [{ operations: ['refund'] }, ofSale, false],
    [{ operations: ['refund'] }, ofRefund, true],
    [{ provider_key: 'k' }, ofSale, true],
    [{ provider_key: 'other' }, ofSale, false],
    [{ source: 'tok_visa' }, ofSale, true],
    [{ source: 'tok_declined' }, ofSale, false],
    [{ source: 'tok_visa' }, ofRefund, false],
    [{ payment_id: 'pay_1' }, ofRefund, true],
    [{ payment_id: 'pay_2' }, ofRefund, false],
    [{ payment_id: 'pay_1' }, ofSale, false],
  ])('%j meets %j: %j', (fields, occasion, isBitten) => {
    const fault = arm(fields);
    expect(fault.bites('after_effect', occasion, 1_000)).toBe(isBitten);
    expect(fault.bitten).toBe(isBitten ? 1 : 0);
  });

  it.each([
    ['effect_then_drop', {}, 'after_effect'],
    ['effect_then_5xx', {}, 'after_effect'],
    ['effect_then_unreadable', {}, 'after_effect'],
    ['effect_differs', {}, 'effect'],
    ['refuse_before_effect', {}, 'before_effect'],
    ['drop_before_effect', {}, 'before_effect'],
    ['hang', { delay_ms: 1 }, 'before_effect'],
    ['hang', { delay_ms: 1, when: 'after' }, 'after_effect'],
  ] as const)('of kind %s %j bites a request that moves money in one place only', (kind, fields, place) => {
    const fault = arm({ kind, ...fields });
    const phases = ['before_effect', 'effect', 'after_effect'] as const;
    expect(phases.filter((phase) => fault.bites(phase, ofSale, 1_000))).toEqual([place]);
  });

  it('that is meant for lookups bites them, whatever its place is otherwise', () => {
    expect(arm({ operations: ['find'] }).bites('lookup', ofLookup, 1_000)).toBe(true);
    expect(arm({ kind: 'find_inconclusive' }).bites('lookup', ofLookup, 1_000)).toBe(true);
    expect(arm({ operations: ['find'], source: 'tok_visa' }).bites('lookup', ofLookup, 1_000)).toBe(false);
  });

  it('bites as often as it may and no more', () => {
    const fault = arm({ times: 2 });
    expect([1, 2, 3, 4].map(() => fault.bites('after_effect', ofSale, 1_000))).toEqual([true, true, false, false]);
    expect(fault.bitten).toBe(2);
  });

  it.each([
    [1_049, false],
    [1_050, true],
    [1_099, true],
    [1_100, false],
  ])('with a window from 50 to 100 ms after 1,000 bites at %d: %j', (nowMs, isBitten) => {
    const fault = arm({ window: { from_ms: 50, until_ms: 100 } });
    expect(fault.bites('after_effect', ofSale, nowMs)).toBe(isBitten);
  });

  it('bites its share of requests, and the same ones for the same seed', () => {
    const bitten = (seed: number) => {
      const fault = arm({ probability: 0.2 }, seededRandom(seed, 'fault:1'));
      return Array.from({ length: 5_000 }, () => fault.bites('after_effect', ofSale, 1_000));
    };
    const first = bitten(1);
    expect(Math.abs(first.filter(Boolean).length / 5_000 - 0.2)).toBeLessThan(0.02);
    expect(bitten(1)).toEqual(first);
    expect(bitten(2)).not.toEqual(first);
  });

  it('with probability 0 never bites', () => {
    expect(arm({ probability: 0 }, () => 0).bites('after_effect', ofSale, 1_000)).toBe(false);
  });
});
