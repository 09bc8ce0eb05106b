import { describe, expect, it } from '@jest/globals';
import { RetryBudget } from '@once/retry-policy';
import fc from 'fast-check';
import { ok, problem, scripted, type Step } from '../test/scripted-api.ts';

const CHARGE = { amount: 1099n, currency: 'EUR', source: 'tok_visa' };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(
    { breaks: 'ECONNRESET', afterMs: 5 },
    { breaks: 'ECONNREFUSED', syscall: 'connect' },
    { hangs: 'before_headers' },
  ),
  fc.constantFrom<Step>({ status: 503, headers: { 'retry-after': '1' } }, { status: 500, afterMs: 100 }),
  fc.constantFrom<Step>(problem(429, 'rate_limited', { retryable: true }), problem(402, 'card_declined'), ok()),
);

describe('many operations against a server in any state', () => {
  it('never send more than 1.1 of what was offered plus the budget, each with one key and one body', async () => {
    const script = fc.array(anyStep, { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        script,
        fc.integer({ min: 1, max: 30 }),
        fc.nat({ max: 12 }),
        async (steps, offered, capTokens) => {
          const { client, run, requests } = scripted(steps, { budget: new RetryBudget({ capTokens }) });
          await run(Promise.allSettled(Array.from({ length: offered }, () => client.createCharge(CHARGE))));

          expect(requests.length * 10).toBeLessThanOrEqual(offered * 11 + capTokens * 10);
          const byKey = Map.groupBy(requests, ({ headers }) => headers.get('idempotency-key'));
          expect(byKey.size).toBe(offered);
          for (const sends of byKey.values()) {
            const numbers = sends.map(({ headers }) => Number(headers.get('idempotency-attempt')));
            expect(numbers).toEqual(sends.map((_send, index) => index + 1));
            expect(new Set(sends.map(({ body }) => body)).size).toBe(1);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
