import { describe, expect, it } from '@jest/globals';
import type { ChargeStatus } from '@once/contracts';
import type { Charge } from '../charges/charge.ts';
import { judgeRefund } from './judge-refund.ts';

const charge = (status: ChargeStatus, capturedMinor: bigint, reservedMinor: bigint): Charge => ({
  id: '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e',
  status,
  version: 1,
  shard: 0,
  amountMinor: 1_000n,
  currency: 'EUR',
  currencyExponent: 2,
  amountCapturedMinor: capturedMinor,
  amountRefundReservedMinor: reservedMinor,
  amountRefundedMinor: 0n,
  reference: null,
  description: null,
  metadata: {},
  provider: 'simulator',
  providerPaymentId: 'pay_1',
  createdAt: new Date(0),
});

const LARGEST = 9007199254740991n;

describe('judgeRefund', () => {
  it.each([
    { of: 'everything that was captured', captured: 1_000n, reserved: 0n, wanted: null, amountMinor: 1_000n },
    { of: 'what open refunds have left', captured: 1_000n, reserved: 400n, wanted: null, amountMinor: 600n },
    { of: 'a part', captured: 1_000n, reserved: 0n, wanted: 1n, amountMinor: 1n },
    { of: 'exactly what is left', captured: 1_000n, reserved: 400n, wanted: 600n, amountMinor: 600n },
    { of: 'the largest amount there is', captured: LARGEST, reserved: 0n, wanted: LARGEST, amountMinor: LARGEST },
  ])('allows a refund of $of', ({ captured, reserved, wanted, amountMinor }) => {
    expect(judgeRefund(charge('captured', captured, reserved), wanted)).toEqual({ kind: 'allowed', amountMinor });
  });

  it.each([
    { of: 'more than was captured', reserved: 0n, wanted: 1_001n, leftMinor: 1_000n },
    { of: 'more than open refunds have left', reserved: 400n, wanted: 601n, leftMinor: 600n },
    { of: 'a part when nothing is left', reserved: 1_000n, wanted: 1n, leftMinor: 0n },
    { of: 'the rest when nothing is left', reserved: 1_000n, wanted: null, leftMinor: 0n },
  ])('refuses a refund of $of and says how much is left', ({ reserved, wanted, leftMinor }) => {
    expect(judgeRefund(charge('partially_refunded', 1_000n, reserved), wanted)).toMatchObject({
      ...{ kind: 'refused', code: 'amount_too_large', leftMinor },
    });
  });

  it.each(['pending', 'authorized', 'failed', 'unknown', 'needs_review', 'canceled', 'expired', 'refunded'] as const)(
    'refuses any refund of a charge that is %s',
    (status) => {
      expect(judgeRefund(charge(status, 1_000n, 0n), 1n)).toMatchObject({
        ...{ kind: 'refused', code: 'charge_state_invalid', leftMinor: null },
        detail: expect.stringContaining(status),
      });
    },
  );
});
