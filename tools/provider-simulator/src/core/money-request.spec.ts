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

const metadata = { charge_id: 'ch_1', order: 7 };

it('gives every different request another fingerprint', () => {
  expect(new Set(different.map((request) => fingerprintOf(request, metadata, 2))).size).toBe(10);
});

it.each([
  [{}],
  [{ charge_id: 'ch_1' }],
  [{ charge_id: 'ch_2', order: 7 }],
  [{ charge_id: 'ch_1', order: '7' }],
  [{ charge_id: 7, order: 'ch_1' }],
  [{ charge_id: 'ch_1', order: 7, attempt: 2 }],
])('tells a request with the metadata %j from one with other metadata', (other) => {
  expect(fingerprintOf(sale, other, 2)).not.toBe(fingerprintOf(sale, metadata, 2));
});

it('takes the same fields in another order for the same metadata', () => {
  expect(fingerprintOf(sale, { order: 7, charge_id: 'ch_1' }, 2)).toBe(fingerprintOf(sale, metadata, 2));
});

it('gives the same request the same fingerprint for ever, because the journal keeps it', () => {
  expect(fingerprintOf(sale, metadata, 1)).toBe('fc92000a99727fa6ed2dee964630423d5fda1e4f05343616cbea908b80ffb649');
  expect(fingerprintOf(sale, {}, 1)).toBe('fc92000a99727fa6ed2dee964630423d5fda1e4f05343616cbea908b80ffb649');
  expect(fingerprintOf(sale, metadata, 2)).toBe('5348d4a7adaf8a57ea8e3f503f7a5b49ca9fbaeb72b5f95109eb9d4611cc7692');
});
