import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RetryBudget } from './retry-budget.ts';

describe('RetryBudget', () => {
  it('starts full and fails fast when empty', () => {
    const budget = new RetryBudget();
    const spent = Array.from({ length: 12 }, () => budget.trySpend());
    expect(spent.filter(Boolean)).toHaveLength(10);
    expect(spent.slice(10)).toEqual([false, false]);
    expect(budget.tokens).toBe(0);
  });

  it('earns one retry with ten first attempts, without rounding one away', () => {
    const budget = new RetryBudget({ capTokens: 1 });
    budget.trySpend();
    for (let offered = 1; offered <= 9; offered++) {
      budget.depositForFirstAttempt();
      expect(budget.trySpend()).toBe(false);
    }
    budget.depositForFirstAttempt();
    expect(budget.tokens).toBe(1);
    expect(budget.trySpend()).toBe(true);
  });

  it('never holds more than its cap', () => {
    const budget = new RetryBudget({ capTokens: 3 });
    for (let i = 0; i < 1_000; i++) {
      budget.depositForFirstAttempt();
    }
    expect(budget.tokens).toBe(3);
  });

  it('sends never exceed 1.1 of what was offered plus the cap, in any interleaving', () => {
    const capTokens = fc.integer({ min: 0, max: 20 });
    const steps = fc.array(fc.constantFrom('offer', 'retry'), { maxLength: 2_000 });
    fc.assert(
      fc.property(capTokens, steps, (cap, interleaving) => {
        const budget = new RetryBudget({ capTokens: cap });
        let offered = 0;
        let sends = 0;
        for (const step of interleaving) {
          if (step === 'offer') {
            budget.depositForFirstAttempt();
            offered += 1;
            sends += 1;
          } else if (budget.trySpend()) {
            sends += 1;
          }
          expect(sends * 10).toBeLessThanOrEqual(offered * 11 + cap * 10);
        }
      }),
    );
  });

  it('reaches that bound in a total outage: 1,000 operations make 1,109 sends', () => {
    const budget = new RetryBudget();
    let sends = 0;
    for (let operation = 0; operation < 1_000; operation++) {
      budget.depositForFirstAttempt();
      sends += 1;
      while (budget.trySpend()) {
        sends += 1;
      }
    }
    // The first deposit finds the bucket full and is lost; the tenths of 999 others make 99 tokens.
    expect(sends).toBe(1_000 + 10 + 99);
  });

  it.each([-1, 0.5, Number.NaN])('refuses %d tokens', (capTokens) => {
    expect(() => new RetryBudget({ capTokens })).toThrow(/whole number of tokens/);
  });
});
