import { describe, expect, it } from '@jest/globals';
import { showExchanges } from './show-exchange.ts';
import type { Exchange } from './wire-tap.ts';

const exchange = (changes: Partial<Exchange>): Exchange => ({
  ...{ number: 1, atMs: 1_000, server: 'charge-api-1', method: 'POST', url: '/v1/charges', body: '{"amount":1}' },
  headers: { host: '127.0.0.1', authorization: 'Bearer sk_test_secret', 'idempotency-key': 'k' },
  answer: { atMs: 1_012, status: 201, headers: { 'request-id': 'r', connection: 'keep-alive' }, body: '{"id":"c"}' },
  ...changes,
});

describe('showExchanges', () => {
  it('tells what was sent and answered, in the order in which it happened', () => {
    const second = exchange({ number: 2, atMs: 1_003, server: 'charge-api-2', body: '', headers: {} });
    const early = { atMs: 1_005, status: 409, headers: { 'retry-after': '1' }, body: '{"code":"x"}' };
    expect(showExchanges([exchange({}), { ...second, answer: early }]))
      .toBe(`     0 ms  #1 > POST /v1/charges  (to charge-api-1)
              authorization: [redacted]
              idempotency-key: k

              {"amount":1}

     3 ms  #2 > POST /v1/charges  (to charge-api-2)


     5 ms  #2 < 409 Conflict  (from charge-api-2)
              retry-after: 1

              {"code":"x"}

    12 ms  #1 < 201 Created  (from charge-api-1)
              request-id: r

              {"id":"c"}`);
  });

  it('keeps every secret to itself', () => {
    const headers = {
      authorization: 'Bearer sk_test_secret',
      cookie: 'sk_test_secret',
      'set-cookie': 'sk_test_secret',
    };
    expect(showExchanges([exchange({ headers })])).not.toContain('secret');
  });

  it('shows a request that was never answered as just that', () => {
    expect(showExchanges([exchange({ answer: null })])).not.toContain('<');
  });
});
