import { describe, expect, it } from '@jest/globals';
import type { ChargeStatus } from '@once/contracts';
import { aCharge } from '../../../test/a-charge.ts';
import { CAPTURE } from './capture.rule.ts';

const BY_STATUS = {
  pending: 'busy',
  unknown: 'busy',
  needs_review: 'busy',
  authorized: 'allowed',
  captured: 'refused',
  failed: 'refused',
  canceled: 'refused',
  expired: 'refused',
  partially_refunded: 'refused',
  refunded: 'refused',
} as const satisfies Record<ChargeStatus, string>;

const LARGEST = 9007199254740991n;
const statuses = Object.entries(BY_STATUS) as [ChargeStatus, (typeof BY_STATUS)[ChargeStatus]][];
const refusing = statuses.flatMap(([status, verdict]) => (verdict === 'refused' ? [status] : []));

describe('a capture', () => {
  it.each(statuses)('of a charge that is %s is %s, whatever the fitting amount', (status, verdict) => {
    for (const wantedMinor of [null, 1n, 1_000n]) {
      expect(CAPTURE.judge(aCharge(status), { wantedMinor, hasOpenChange: false, hasWaitingCapture: false }).kind).toBe(
        verdict,
      );
    }
  });

  it.each(refusing)(
    'of a charge that is %s is refused for its status, also where the amount is too large',
    (status) => {
      expect(
        CAPTURE.judge(aCharge(status), { wantedMinor: LARGEST, hasOpenChange: false, hasWaitingCapture: false }),
      ).toMatchObject({
        ...{ kind: 'refused', code: 'charge_state_invalid', leftMinor: null, detail: expect.stringContaining(status) },
      });
    },
  );

  it.each([
    { of: 'everything', amount: 1_000n, wanted: null, amountMinor: 1_000n },
    { of: 'a part', amount: 1_000n, wanted: 1n, amountMinor: 1n },
    { of: 'exactly what was authorized', amount: 1_000n, wanted: 1_000n, amountMinor: 1_000n },
    { of: 'the largest amount there is', amount: LARGEST, wanted: LARGEST, amountMinor: LARGEST },
  ])('of $of takes just that', ({ amount, wanted, amountMinor }) => {
    const charge = aCharge('authorized', { amountMinor: amount });
    expect(CAPTURE.judge(charge, { wantedMinor: wanted, hasOpenChange: false, hasWaitingCapture: false })).toEqual({
      ...{ kind: 'allowed', amountMinor },
    });
  });

  it.each([1_001n, LARGEST])('of %d, more than was authorized, is refused with what was', (wantedMinor) => {
    expect(
      CAPTURE.judge(aCharge('authorized'), { wantedMinor, hasOpenChange: false, hasWaitingCapture: false }),
    ).toMatchObject({
      ...{ kind: 'refused', code: 'amount_too_large', leftMinor: 1_000n, detail: expect.stringContaining('1000') },
    });
  });

  it('waits while another change of the charge is open, also where the amount is too large', () => {
    for (const wantedMinor of [null, 1n, LARGEST]) {
      expect(
        CAPTURE.judge(aCharge('authorized'), { wantedMinor, hasOpenChange: true, hasWaitingCapture: false }).kind,
      ).toBe('busy');
    }
  });

  it.each([1n, 400n, 1_000n])('of %d that succeeded leaves a captured charge over that amount', (amountMinor) => {
    expect(CAPTURE.succeeded(aCharge('authorized'), amountMinor)).toMatchObject({
      ...{ status: 'captured', amountCapturedMinor: amountMinor },
      ...{ amountRefundReservedMinor: 0n, amountRefundedMinor: 0n },
    });
  });

  it('sets nothing aside, so there is nothing to give back when it fails', () => {
    for (const hook of ['begun', 'failed']) expect(CAPTURE).not.toHaveProperty(hook);
  });
});
