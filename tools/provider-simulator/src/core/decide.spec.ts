import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.ts';
import type { MoneyRequest } from './money-request.ts';
import type { Payment } from './payment.ts';

const newId = (prefix: string) => `${prefix}_1`;
const none = new Map<string, Payment>();

function holding(fields: Partial<Payment>): ReadonlyMap<string, Payment> {
  const payment = {
    id: 'pay_1',
    currency: 'EUR',
    authorizedMinor: 1000n,
    capturedMinor: 0n,
    refundedMinor: 0n,
    isCanceled: false,
  };
  return new Map([['pay_1', { ...payment, ...fields }]]);
}

function pay(operation: 'authorize' | 'sale', source = 'tok_visa'): MoneyRequest {
  return { operation, source, amountMinor: 1099n, currency: 'USD' };
}

function on(operation: 'capture' | 'refund', amountMinor: bigint): MoneyRequest {
  return { operation, paymentId: 'pay_1', amountMinor };
}

const cancel: MoneyRequest = { operation: 'cancel', paymentId: 'pay_1' };

describe('a payment', () => {
  it('with tok_visa is captured at once when it is a sale', () => {
    expect(decide(none, pay('sale'), newId)).toEqual({
      httpStatus: 201,
      body: { id: 'pay_1', status: 'captured', amount_minor: '1099', currency: 'USD' },
      paymentId: 'pay_1',
      effect: { operation: 'sale', paymentId: 'pay_1', amountMinor: 1099n, currency: 'USD' },
    });
  });

  it('with tok_visa is only authorized when it is captured later', () => {
    expect(decide(none, pay('authorize'), newId)).toMatchObject({
      body: { status: 'authorized' },
      effect: { operation: 'authorize', amountMinor: 1099n },
    });
  });

  it.each([
    ['tok_declined', 'generic_decline'],
    ['tok_nobody_knows', 'unknown_token'],
    ['__proto__', 'unknown_token'],
    ['toString', 'unknown_token'],
  ])('with %s is declined as %s and moves no money', (source, declineCode) => {
    expect(decide(none, pay('sale', source), newId)).toMatchObject({
      httpStatus: 402,
      body: { code: 'card_declined', decline_code: declineCode },
      effect: null,
    });
  });
});

describe('a capture', () => {
  it.each([1n, 999n, 1000n])('of %d out of 1000 moves that amount', (amountMinor) => {
    expect(decide(holding({}), on('capture', amountMinor), newId)).toMatchObject({
      httpStatus: 200,
      body: { id: 'pay_1', status: 'captured', amount_captured_minor: amountMinor.toString() },
      effect: { operation: 'capture', amountMinor, currency: 'EUR' },
    });
  });

  it('of more than was authorized is refused with what is left', () => {
    expect(decide(holding({}), on('capture', 1001n), newId)).toMatchObject({
      httpStatus: 422,
      body: { code: 'amount_too_large', amount_left_minor: '1000' },
      effect: null,
    });
  });

  it.each([
    ['captured', { capturedMinor: 400n }],
    ['canceled', { isCanceled: true }],
    ['refunded', { capturedMinor: 400n, refundedMinor: 400n }],
  ])('of a payment that is %s is refused', (status, fields) => {
    expect(decide(holding(fields), on('capture', 1n), newId)).toMatchObject({
      httpStatus: 422,
      body: { code: 'payment_state_invalid', status },
      effect: null,
    });
  });
});

describe('a refund', () => {
  it('moves up to what was captured and not refunded yet', () => {
    const payments = holding({ capturedMinor: 900n, refundedMinor: 300n });
    expect(decide(payments, on('refund', 600n), newId)).toMatchObject({
      httpStatus: 201,
      body: { id: 're_1', payment_id: 'pay_1', status: 'refunded', amount_minor: '600' },
      effect: { operation: 'refund', amountMinor: 600n },
    });
    expect(decide(payments, on('refund', 601n), newId)).toMatchObject({
      httpStatus: 422,
      body: { code: 'amount_too_large', amount_left_minor: '600' },
      effect: null,
    });
  });

  it.each([
    ['authorized', {}],
    ['canceled', { isCanceled: true }],
  ])('of a payment that is %s is refused', (status, fields) => {
    expect(decide(holding(fields), on('refund', 1n), newId)).toMatchObject({
      body: { code: 'payment_state_invalid', status },
      effect: null,
    });
  });
});

describe('a cancel', () => {
  it('releases the whole authorization', () => {
    expect(decide(holding({}), cancel, newId)).toMatchObject({
      httpStatus: 200,
      body: { id: 'pay_1', status: 'canceled' },
      effect: { operation: 'cancel', amountMinor: 1000n },
    });
  });

  it.each([
    ['captured', { capturedMinor: 1n }],
    ['partially_refunded', { capturedMinor: 2n, refundedMinor: 1n }],
    ['canceled', { isCanceled: true }],
  ])('of a payment that is %s is refused', (status, fields) => {
    expect(decide(holding(fields), cancel, newId)).toMatchObject({
      httpStatus: 422,
      body: { code: 'payment_state_invalid', status },
      effect: null,
    });
  });
});

it.each([on('capture', 1n), on('refund', 1n), cancel])('a %j of a payment that does not exist is a 404', (request) => {
  expect(decide(none, request, newId)).toMatchObject({
    httpStatus: 404,
    body: { code: 'payment_not_found' },
    effect: null,
  });
});
