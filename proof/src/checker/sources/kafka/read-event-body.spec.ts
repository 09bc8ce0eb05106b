import { describe, expect, it } from '@jest/globals';
import { readEventBody } from './read-event-body.ts';

const BODY = {
  charge_id: 'c-1',
  version: 2,
  tenant_id: 't-1',
  operation_id: 'o-1',
  amount_minor: '9007199254740993',
  currency: 'EUR',
  occurred_at: '2026-11-20T10:00:00.123Z',
  request: { id: 'r-1', idempotency_key_sha256: 'a'.repeat(64) },
  added_later: true,
};

describe('readEventBody', () => {
  it('reads what can be compared, and amounts to their last digit', () => {
    expect(readEventBody(JSON.stringify(BODY))).toEqual({
      ...{ chargeId: 'c-1', version: 2, tenantId: 't-1', operationId: 'o-1', currency: 'EUR' },
      ...{ keySha256: 'a'.repeat(64), providerAccount: null, providerEffectId: null },
      amountMinor: 9007199254740993n,
      occurredAtMs: Date.UTC(2026, 10, 20, 10, 0, 0, 123),
    });
  });

  it('reads whose money moved', () => {
    const named = { provider_account: 'simulator:acct_1', provider_effect_id: 'eff_1' };
    expect(readEventBody(JSON.stringify({ ...BODY, ...named }))).toMatchObject({
      ...{ providerAccount: 'simulator:acct_1', providerEffectId: 'eff_1' },
    });
  });

  it('reads the key of an event of 0.1.0 as its hash', () => {
    const old = JSON.stringify({ ...BODY, request: { id: 'r-1', idempotency_key: 'order-1' } });
    expect(readEventBody(old)?.keySha256).toBe('0bafe22156d2698c143b86040446d366ead863ba600d5c924f3d15c786ef4057');
  });

  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['an amount that is a number', JSON.stringify({ ...BODY, amount_minor: 1099 })],
    ['a negative amount', JSON.stringify({ ...BODY, amount_minor: '-1' })],
    ['a version that is text', JSON.stringify({ ...BODY, version: '2' })],
    ['no request', JSON.stringify({ ...BODY, request: undefined })],
    ['no key', JSON.stringify({ ...BODY, request: {} })],
    ['no currency', JSON.stringify({ ...BODY, currency: undefined })],
  ])('takes %s for no event', (_what, payload) => {
    expect(readEventBody(payload)).toBeNull();
  });
});
