import { describe, expect, it } from '@jest/globals';
import { CHARGE_EVENT_TYPES } from '@once/contracts';
import type { Charge } from './charge.ts';
import { toOutboxEvent, type EventCause } from './charge-event.ts';

const CHARGE: Charge = {
  ...{ id: '0198c0de-0000-7000-8000-0000000000c1', status: 'captured', version: 2, shard: 5 },
  ...{ amountMinor: 1099n, currency: 'EUR', currencyExponent: 2 },
  ...{ amountCapturedMinor: 1099n, amountRefundReservedMinor: 0n, amountRefundedMinor: 0n },
  ...{ reference: null, description: null, metadata: {}, provider: 'simulator', providerAccount: null },
  providerPaymentId: 'pay_1',
  createdAt: new Date('2026-11-20T10:00:00.123Z'),
};

const CAUSE: EventCause = {
  ...{ eventType: CHARGE_EVENT_TYPES.captured, tenantId: 'acme', operation: 'charge.create', amountMinor: 1099n },
  ...{ operationId: '0198c0de-0000-7000-8000-0000000000f1', requestId: 'req_1', idempotencyKey: 'order-1' },
  ...{ providerAccount: 'simulator:acct_1', providerEffectId: 'eff_1', traceparent: null },
};

describe('toOutboxEvent', () => {
  it('says whose money moved and what the provider calls it', () => {
    expect(toOutboxEvent(CHARGE, CAUSE).body).toMatchObject({
      ...{ provider: 'simulator', provider_account: 'simulator:acct_1', provider_effect_id: 'eff_1' },
    });
  });

  it('names the request and its key by their hash, never the key itself', () => {
    const event = toOutboxEvent(CHARGE, CAUSE);
    expect(event.body.request).toEqual({
      id: 'req_1',
      idempotency_key_sha256: '0bafe22156d2698c143b86040446d366ead863ba600d5c924f3d15c786ef4057',
    });
    expect(JSON.stringify(event)).not.toContain('order-1');
  });

  it('leaves out what is not known', () => {
    const { body } = toOutboxEvent(CHARGE, { ...CAUSE, providerAccount: null, providerEffectId: null });
    expect(body).not.toHaveProperty('provider_account');
    expect(body).not.toHaveProperty('provider_effect_id');
  });
});
