import { describe, expect, it, jest } from '@jest/globals';
import type { ChargeStatus } from '@once/contracts';
import { ACCOUNT, aSuccess } from '../../../test/a-success.ts';
import { aCharge } from '../../../test/a-charge.ts';
import type { PaymentProvider } from '../../provider/payment-provider.ts';
import { CANCEL, EXPIRE } from './release.rules.ts';

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

const statuses = Object.entries(BY_STATUS) as [ChargeStatus, (typeof BY_STATUS)[ChargeStatus]][];
const refusing = statuses.flatMap(([status, verdict]) => (verdict === 'refused' ? [status] : []));
const wish = { wantedMinor: null, hasOpenChange: false, hasWaitingCapture: false };

describe.each([
  { name: 'a cancel', rule: CANCEL, status: 'canceled', event: 'payments.charge.canceled.v1' },
  { name: 'an expiry', rule: EXPIRE, status: 'expired', event: 'payments.charge.expired.v1' },
] as const)('$name', ({ rule, status: after, event }) => {
  it.each(statuses)('of a charge that is %s is %s', (status, verdict) => {
    expect(rule.judge(aCharge(status), wish).kind).toBe(verdict);
  });

  it('is of all that was authorized', () => {
    expect(rule.judge(aCharge('authorized'), wish)).toEqual({ kind: 'allowed', amountMinor: 1_000n });
  });

  it.each(refusing)('of a charge that is %s says so', (status) => {
    expect(rule.judge(aCharge(status), wish)).toMatchObject({
      ...{ code: 'charge_state_invalid', leftMinor: null, detail: expect.stringContaining(`is ${status}`) },
    });
  });

  it('waits while another change of the charge is open', () => {
    expect(rule.judge(aCharge('authorized'), { ...wish, hasOpenChange: true }).kind).toBe('busy');
  });

  it(`leaves the charge ${after}, without money, and says so in its event`, () => {
    expect(rule.succeeded(aCharge('authorized'), 1_000n)).toMatchObject({ status: after, amountCapturedMinor: 0n });
    expect(rule.eventType).toBe(event);
  });

  it('asks the provider to release the payment, and names no amount', async () => {
    const cancel = jest.fn<PaymentProvider['cancel']>().mockResolvedValue(aSuccess());
    const call = { account: ACCOUNT, providerKey: 'once_1', currency: 'EUR', metadata: {}, paymentId: 'pay_1' };
    await rule.ask({ cancel } as Partial<PaymentProvider> as PaymentProvider, { ...call, amountMinor: 1_000n });
    expect(cancel.mock.calls).toEqual([[call]]);
  });

  it('sets nothing aside, so there is nothing to give back when it fails', () => {
    for (const hook of ['begun', 'failed']) expect(rule).not.toHaveProperty(hook);
  });
});
