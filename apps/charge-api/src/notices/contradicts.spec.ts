import { expect, it } from '@jest/globals';
import { contradicts } from './contradicts.ts';

const SUCCESS = { outcome: 'succeeded', paymentId: 'pay_1' } as const;
const OTHER = { outcome: 'succeeded', paymentId: 'pay_2' } as const;
const NAMELESS = { outcome: 'succeeded', paymentId: null } as const;
const DECLINE = { outcome: 'declined', paymentId: null } as const;

it.each([
  ['succeeded', SUCCESS, false],
  ['succeeded', NAMELESS, false],
  ['succeeded', OTHER, true],
  ['succeeded', DECLINE, true],
  ['failed', SUCCESS, true],
  ['failed', NAMELESS, true],
  ['failed', DECLINE, false],
] as const)('after %s, the notice %j contradicts: %p', (state, notice, expected) => {
  expect(contradicts(notice, { state, chargePaymentId: 'pay_1' })).toBe(expected);
});

it.each(['pending', 'unknown', 'needs_review'])('nothing contradicts what is %s', (state) => {
  for (const notice of [SUCCESS, OTHER, NAMELESS, DECLINE]) {
    expect(contradicts(notice, { state, chargePaymentId: 'pay_1' })).toBe(false);
  }
});
