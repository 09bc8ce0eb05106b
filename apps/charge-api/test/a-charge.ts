import type { ChargeStatus } from '@once/contracts';
import type { Charge } from '../src/charges/charge.ts';
import { ACCOUNT } from './a-success.ts';

export const CHARGE_ID = '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e';

/** What a charge over 1,000 minor units holds in each status. */
const MONEY: Record<ChargeStatus, { captured: bigint; refunded: bigint }> = {
  pending: { captured: 0n, refunded: 0n },
  unknown: { captured: 0n, refunded: 0n },
  needs_review: { captured: 0n, refunded: 0n },
  failed: { captured: 0n, refunded: 0n },
  authorized: { captured: 0n, refunded: 0n },
  canceled: { captured: 0n, refunded: 0n },
  expired: { captured: 0n, refunded: 0n },
  captured: { captured: 1_000n, refunded: 0n },
  partially_refunded: { captured: 1_000n, refunded: 400n },
  refunded: { captured: 1_000n, refunded: 1_000n },
};

/** A charge over 1,000 minor units as its row holds it; what a test is about goes into `fields`. */
export const aCharge = (status: ChargeStatus, fields: Partial<Charge> = {}): Charge => ({
  id: CHARGE_ID,
  status,
  version: 1,
  shard: 0,
  amountMinor: 1_000n,
  currency: 'EUR',
  currencyExponent: 2,
  amountCapturedMinor: MONEY[status].captured,
  amountRefundReservedMinor: MONEY[status].refunded,
  amountRefundedMinor: MONEY[status].refunded,
  reference: null,
  description: null,
  metadata: {},
  provider: 'simulator',
  providerAccount: ACCOUNT,
  providerPaymentId: 'pay_1',
  createdAt: new Date(0),
  ...fields,
});
