import { describe, expect, it } from '@jest/globals';
import type { PaymentEffect, PaymentLookup } from '../../provider/payment-provider.ts';
import type { ProviderRefusal } from '../rules/change-rule.ts';
import { judgeShownPayment } from './judge-shown-payment.ts';

const REFUSAL: ProviderRefusal = { kind: 'declined', declineCode: 'not_cancelable' };
const CAPTURED: ProviderRefusal = { ...REFUSAL, isCaptured: true };
const found = (operations: PaymentEffect['operation'][], paymentId = 'pay_1'): PaymentLookup => ({
  kind: 'found',
  paymentId,
  effects: operations.map((operation) => ({
    ...{ operation, effectId: 'eff_1', amountMinor: 1000n, currency: 'EUR', providerKey: 'once_1' },
  })),
});
const INCONCLUSIVE: PaymentLookup = { kind: 'inconclusive', detail: 'reset' };

describe('judgeShownPayment', () => {
  it.each<[string, ProviderRefusal, PaymentLookup, string | undefined]>([
    ['released', REFUSAL, found(['authorize', 'cancel']), 'holds'],
    ['authorized as it was', REFUSAL, found(['authorize']), undefined],
    ['captured', REFUSAL, found(['authorize', 'capture']), 'needs_review'],
    ['captured and given back', REFUSAL, found(['authorize', 'capture', 'refund']), 'needs_review'],
    ['captured and canceled', REFUSAL, found(['authorize', 'capture', 'cancel']), 'needs_review'],
    ['not there', REFUSAL, { kind: 'absent' }, 'needs_review'],
    ['of another id', REFUSAL, found(['cancel'], 'pay_2'), 'unknown'],
    ['not to be had', REFUSAL, INCONCLUSIVE, 'unknown'],
    ['not to be had, and said to be captured', CAPTURED, INCONCLUSIVE, undefined],
    ['released, and said to be captured', CAPTURED, found(['authorize', 'cancel']), undefined],
  ])('a payment that is %s', (_what, refusal, shown, kind) => {
    expect(judgeShownPayment({ paymentId: 'pay_1', refusal, shown })?.kind).toBe(kind);
  });

  it('says what it shows', () => {
    const shown = found(['authorize', 'capture']);
    expect(judgeShownPayment({ paymentId: 'pay_1', refusal: REFUSAL, shown })).toMatchObject({
      detail: expect.stringContaining('authorize 1000 EUR, capture 1000 EUR on payment pay_1'),
    });
  });
});
