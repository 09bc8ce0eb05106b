import { expect, it } from '@jest/globals';
import { fingerprintOf, type MoneyRequest } from './money-request.ts';

const sale: MoneyRequest = { operation: 'sale', amountMinor: 100n, currency: 'USD', source: 'tok_visa' };
const refund: MoneyRequest = { operation: 'refund', paymentId: 'pay_1', amountMinor: 100n };
const different: MoneyRequest[] = [
  sale,
  { ...sale, operation: 'authorize' },
  { ...sale, amountMinor: 101n },
  { ...sale, currency: 'EUR' },
  { ...sale, source: 'tok_declined' },
  refund,
  { ...refund, operation: 'capture' },
  { ...refund, paymentId: 'pay_2' },
  { ...refund, amountMinor: 101n },
  { operation: 'cancel', paymentId: 'pay_1' },
];

it('gives every different request another fingerprint', () => {
  expect(new Set(different.map(fingerprintOf)).size).toBe(10);
});

it('gives the same request the same fingerprint for ever, because the journal keeps it', () => {
  expect(fingerprintOf({ ...sale })).toBe(fingerprintOf(sale));
  expect(fingerprintOf(sale)).toBe('fc92000a99727fa6ed2dee964630423d5fda1e4f05343616cbea908b80ffb649');
});
