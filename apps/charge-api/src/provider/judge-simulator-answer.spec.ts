import { describe, expect, it } from '@jest/globals';
import { judgeSimulatorAnswer } from './judge-simulator-answer.ts';

const inState = (status: string) => ({ code: 'payment_state_invalid', status, payment_id: 'pay_1' });

describe('a refusal because of the state of the payment', () => {
  it.each([
    ['cancel', 'canceled', { kind: 'succeeded', paymentId: 'pay_1' }],
    ['cancel', 'captured', { kind: 'declined', declineCode: 'payment_state_invalid' }],
    ['cancel', 'refunded', { kind: 'declined', declineCode: 'payment_state_invalid' }],
    ['capture', 'canceled', { kind: 'declined', declineCode: 'payment_state_invalid' }],
    ['capture', 'captured', { kind: 'unknown', detail: expect.stringContaining('captured the payment already') }],
    ['capture', 'partially_refunded', { kind: 'unknown' }],
    ['capture', 'refunded', { kind: 'unknown' }],
    ['refund', 'canceled', { kind: 'declined', declineCode: 'payment_state_invalid' }],
    [undefined, 'canceled', { kind: 'declined', declineCode: 'payment_state_invalid' }],
  ])('of a %s where it is %s', (operation, status, expected) => {
    expect(judgeSimulatorAnswer({ operation, status: 422, body: inState(status) })).toMatchObject(expected);
  });

  it('that names no payment settles no cancel, either way', () => {
    const body = { code: 'payment_state_invalid', status: 'canceled' };
    expect(judgeSimulatorAnswer({ operation: 'cancel', status: 422, body })).toMatchObject({ kind: 'unknown' });
  });
});

describe('an answer that promises that nothing was done', () => {
  it.each([
    [429, { code: 'rate_limited' }, 'not_sent'],
    [429, {}, 'not_sent'],
    [503, { code: 'overloaded' }, 'not_sent'],
    [503, { code: 'shutting_down' }, 'not_sent'],
    [503, { code: 'service_unavailable' }, 'unknown'],
    [503, {}, 'unknown'],
    [500, { code: 'overloaded' }, 'unknown'],
    [502, { code: 'shutting_down' }, 'unknown'],
  ])('is told from one that does not: %d %j is %s', (status, body, kind) => {
    expect(judgeSimulatorAnswer({ operation: 'sale', status, body })).toMatchObject({ kind });
  });
});

it.each([400, 401, 403, 404, 409, 500])('a refusal with %d is about the exchange and settles nothing', (status) => {
  const body = { code: 'payment_not_found' };
  expect(judgeSimulatorAnswer({ operation: 'capture', status, body })).toMatchObject({ kind: 'unknown' });
});
