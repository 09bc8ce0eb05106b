import { describe, expect, it } from '@jest/globals';
import { applyEffect, type Payment } from './payment.ts';

const authorized: Payment = {
  id: 'pay_1',
  currency: 'USD',
  authorizedMinor: 100n,
  capturedMinor: 0n,
  refundedMinor: 0n,
  isCanceled: false,
};
const draft = { paymentId: 'pay_1', amountMinor: 101n, currency: 'USD' };

describe('an effect that no history can carry', () => {
  it.each(['authorize', 'sale'] as const)('is a second %s of one payment', (operation) => {
    expect(() => applyEffect(authorized, { ...draft, operation })).toThrow('payment pay_1 is created twice');
  });

  it.each(['capture', 'refund', 'cancel'] as const)('is a %s of a payment that was never created', (operation) => {
    expect(() => applyEffect(undefined, { ...draft, operation })).toThrow('payment pay_1 was never created');
  });

  it.each(['capture', 'refund'] as const)('is a %s of more than there is', (operation) => {
    expect(() => applyEffect(authorized, { ...draft, operation })).toThrow('moves more money than it holds');
  });
});
