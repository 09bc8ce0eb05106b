import { expect, it } from '@jest/globals';
import { looksLikeCardNumber } from './card-number.ts';

it.each([
  '4242424242424242',
  '4242 4242 4242 4242',
  '4242-4242-4242-4242',
  '4242.4242.4242.4242',
  '378282246310005',
  '6304000000000000',
  '411111111111',
  // Nineteen digits, and sixteen that fail the check: alone, digits of this length are refused either way.
  '6011000990139424000',
  '4242424242424241',
  'tok_4242424242424242',
  'card:5555555555554444;',
])('%s looks like a card number', (text) => {
  expect(looksLikeCardNumber(text)).toBe(true);
});

it.each(['tok_visa', 'tok_1N3T00LkdIwHu7ixt44h1F8k', '42424242', '12345678901', 'tok_4242424242424241', ''])(
  '%j does not look like a card number',
  (text) => {
    expect(looksLikeCardNumber(text)).toBe(false);
  },
);
