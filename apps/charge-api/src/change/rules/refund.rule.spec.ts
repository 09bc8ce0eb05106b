import { describe, expect, it } from '@jest/globals';
import type { ChargeStatus } from '@once/contracts';
import { aCharge } from '../../../test/a-charge.ts';
import { REFUND } from './refund.rule.ts';

const BY_STATUS = {
  pending: 'busy',
  unknown: 'busy',
  needs_review: 'busy',
  authorized: 'refused',
  captured: 'allowed',
  failed: 'refused',
  canceled: 'refused',
  expired: 'refused',
  partially_refunded: 'allowed',
  refunded: 'refused',
} as const satisfies Record<ChargeStatus, string>;

const LARGEST = 9007199254740991n;
const statuses = Object.entries(BY_STATUS) as [ChargeStatus, (typeof BY_STATUS)[ChargeStatus]][];
const refusing = statuses.flatMap(([status, verdict]) => (verdict === 'refused' ? [status] : []));

const captured = (amountCapturedMinor: bigint, amountRefundReservedMinor: bigint) =>
  aCharge('captured', { amountMinor: amountCapturedMinor, amountCapturedMinor, amountRefundReservedMinor });

const judge = (charge: Parameters<typeof REFUND.judge>[0], wantedMinor: bigint | null) =>
  REFUND.judge(charge, { wantedMinor, hasOpenChange: false, hasWaitingCapture: false });

describe('a refund', () => {
  it.each(statuses)('of a charge that is %s is %s, whatever the fitting amount', (status, verdict) => {
    for (const wanted of [null, 1n, 600n]) expect(judge(aCharge(status), wanted).kind).toBe(verdict);
  });

  it.each(refusing)('of a charge that is %s is refused for its status, whatever the amount', (status) => {
    for (const wanted of [null, 1n, LARGEST]) {
      expect(judge(aCharge(status), wanted)).toMatchObject({
        ...{ kind: 'refused', code: 'charge_state_invalid', leftMinor: null, detail: expect.stringContaining(status) },
      });
    }
  });

  it.each([
    { of: 'everything that was captured', captured: 1_000n, reserved: 0n, wanted: null, amountMinor: 1_000n },
    { of: 'what open refunds have left', captured: 1_000n, reserved: 400n, wanted: null, amountMinor: 600n },
    { of: 'a part', captured: 1_000n, reserved: 0n, wanted: 1n, amountMinor: 1n },
    { of: 'exactly what is left', captured: 1_000n, reserved: 400n, wanted: 600n, amountMinor: 600n },
    { of: 'the largest amount there is', captured: LARGEST, reserved: 0n, wanted: LARGEST, amountMinor: LARGEST },
  ])('of $of is allowed', ({ captured: all, reserved, wanted, amountMinor }) => {
    expect(judge(captured(all, reserved), wanted)).toEqual({ kind: 'allowed', amountMinor });
  });

  it('of a charge that was captured in part is measured by what was captured', () => {
    const charge = aCharge('captured', { amountCapturedMinor: 700n });
    expect(judge(charge, null)).toEqual({ kind: 'allowed', amountMinor: 700n });
    expect(judge(charge, 701n)).toMatchObject({ code: 'amount_too_large', leftMinor: 700n });
  });

  it.each([
    { of: 'more than was captured', reserved: 0n, refunded: 0n, wanted: 1_001n, leftMinor: 1_000n },
    { of: 'more than was captured, beside open ones', reserved: 400n, refunded: 0n, wanted: 1_001n, leftMinor: 1_000n },
    { of: 'more than other refunds have left', reserved: 400n, refunded: 400n, wanted: 601n, leftMinor: 600n },
    { of: 'more than could ever be left', reserved: 900n, refunded: 400n, wanted: 601n, leftMinor: 600n },
  ])('of $of is refused with how much is left', ({ reserved, refunded, wanted, leftMinor }) => {
    const charge = { ...captured(1_000n, reserved), amountRefundedMinor: refunded };
    expect(judge(charge, wanted)).toMatchObject({ kind: 'refused', code: 'amount_too_large', leftMinor });
  });

  it.each([
    { of: 'more than open refunds have left', reserved: 400n, refunded: 0n, wanted: 601n },
    { of: 'exactly what is left if they all fail', reserved: 900n, refunded: 400n, wanted: 600n },
    { of: 'a part when open ones hold it all', reserved: 1_000n, refunded: 0n, wanted: 1n },
    { of: 'the rest when open ones hold it all', reserved: 1_000n, refunded: 400n, wanted: null },
  ])('of $of has to wait for their end', ({ reserved, refunded, wanted }) => {
    const charge = { ...captured(1_000n, reserved), amountRefundedMinor: refunded };
    expect(judge(charge, wanted).kind).toBe('busy');
  });

  it('waits for a capture that went back to its caller, which may still come back', () => {
    for (const wantedMinor of [null, 1n, LARGEST]) {
      const wish = { wantedMinor, hasOpenChange: false, hasWaitingCapture: true };
      expect(REFUND.judge(aCharge('authorized'), wish).kind).toBe('busy');
      expect(REFUND.judge(aCharge('canceled'), wish).kind).toBe('refused');
    }
    const wish = { wantedMinor: 400n, hasOpenChange: false, hasWaitingCapture: true };
    expect(REFUND.judge(aCharge('captured'), wish)).toEqual({ kind: 'allowed', amountMinor: 400n });
  });

  it('waits for a capture that is open, because its end decides', () => {
    for (const wantedMinor of [null, 1n, LARGEST]) {
      expect(
        REFUND.judge(aCharge('authorized'), { wantedMinor, hasOpenChange: true, hasWaitingCapture: false }).kind,
      ).toBe('busy');
    }
  });

  it('under way has its amount set aside and moves nothing else', () => {
    const charge = captured(1_000n, 400n);
    expect(REFUND.begun?.(charge, 250n)).toEqual({ ...charge, amountRefundReservedMinor: 650n });
  });

  it('that did not take place gives back what was set aside for it, and only that', () => {
    const charge = captured(1_000n, 650n);
    expect(REFUND.failed?.(charge, 250n)).toEqual({ ...charge, amountRefundReservedMinor: 400n });
  });

  it.each([
    { before: 0n, amountMinor: 400n, status: 'partially_refunded', amountRefundedMinor: 400n },
    { before: 400n, amountMinor: 599n, status: 'partially_refunded', amountRefundedMinor: 999n },
    { before: 400n, amountMinor: 600n, status: 'refunded', amountRefundedMinor: 1_000n },
    { before: 0n, amountMinor: 1_000n, status: 'refunded', amountRefundedMinor: 1_000n },
  ])('of $amountMinor after $before leaves the charge $status', ({ before, amountMinor, ...after }) => {
    const charge = aCharge('captured', { amountRefundReservedMinor: 1_000n, amountRefundedMinor: before });
    expect(REFUND.succeeded(charge, amountMinor)).toMatchObject({ ...after, amountRefundReservedMinor: 1_000n });
  });
});
