import { CHARGE_EVENT_TYPES } from '@once/contracts';
import type { ChangeRule, ChangeVerdict, JudgedWish } from './change-rule.ts';
import { judgeOpen } from './open-charge.ts';
import { toChargeBody, type Charge } from '../../charges/charge.ts';
import { chargePath, resourceAnswer } from '../../charges/resource-answer.ts';

const judge = (charge: Charge, wish: JudgedWish): ChangeVerdict => {
  const open = judgeOpen(charge, wish);
  if (open) return open;
  if (charge.status === 'authorized') return { kind: 'allowed', amountMinor: charge.amountMinor };
  const detail = `The charge is ${charge.status}; only an authorized charge can be canceled.`;
  return { kind: 'refused', code: 'charge_state_invalid', detail, leftMinor: null };
};

const RELEASE = {
  isRelease: true,
  judge,
  ask: (provider, { account, providerKey, currency, metadata, paymentId }) =>
    provider.cancel({ account, providerKey, currency, metadata, paymentId }),
  // Money that we know nothing of. Called a failure it would be forgotten here, and the charge stay authorized.
  whyReview: ({ isCaptured }) => (isCaptured ? 'the provider has captured what was to be released' : undefined),
  answer: (charge) => resourceAnswer(200, chargePath(charge.id), toChargeBody(charge)),
} as const satisfies Partial<ChangeRule>;

/** Releases an authorization because its tenant wants it so. */
export const CANCEL: ChangeRule = {
  ...RELEASE,
  kind: 'charge.cancel',
  eventType: CHARGE_EVENT_TYPES.canceled,
  declined: 'The cancellation was refused by the payment provider; the authorization stands.',
  succeeded: (charge) => ({ ...charge, status: 'canceled' }),
  instance: (chargeId) => `${chargePath(chargeId)}/cancel`,
};

/** Releases an authorization because its time is over. */
export const EXPIRE: ChangeRule = {
  ...RELEASE,
  kind: 'charge.expire',
  maxRefusals: 5,
  looksUpRefusals: true,
  eventType: CHARGE_EVENT_TYPES.expired,
  declined: 'The release was refused by the payment provider; the authorization stands.',
  succeeded: (charge) => ({ ...charge, status: 'expired' }),
  instance: chargePath,
};
