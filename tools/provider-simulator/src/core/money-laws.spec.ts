import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './decide.ts';
import type { MoneyRequest } from './money-request.ts';
import { applyEffect, type Payment } from './payment.ts';

const amountMinor = fc.bigInt({ min: 1n, max: 120n });
const requests = fc.array(
  fc.oneof(
    fc.record({
      operation: fc.constantFrom('capture' as const, 'refund' as const),
      paymentId: fc.constant('pay_1'),
      amountMinor,
    }),
    fc.record({ operation: fc.constant('cancel' as const), paymentId: fc.constant('pay_1') }),
  ),
  { maxLength: 12 },
);

it('refunds never pass captures and captures never pass the authorization, whatever is asked', () => {
  fc.assert(
    fc.property(fc.constantFrom('authorize' as const, 'sale' as const), requests, (operation, later) => {
      const first: MoneyRequest = { operation, amountMinor: 100n, currency: 'USD', source: 'tok_visa' };
      const payments = new Map<string, Payment>();
      const moved = { authorize: 0n, sale: 0n, capture: 0n, refund: 0n, cancel: 0n };
      for (const request of [first, ...later]) {
        const { effect } = decide(payments, request, () => 'pay_1');
        if (effect === null) continue;
        payments.set(effect.paymentId, applyEffect(payments.get(effect.paymentId), effect));
        moved[effect.operation] += effect.amountMinor;
      }
      const captured = moved.sale + moved.capture;
      expect(moved.refund).toBeLessThanOrEqual(captured);
      expect(captured + moved.cancel).toBeLessThanOrEqual(100n);
      expect(payments.get('pay_1')).toMatchObject({ capturedMinor: captured, refundedMinor: moved.refund });
    }),
  );
});
