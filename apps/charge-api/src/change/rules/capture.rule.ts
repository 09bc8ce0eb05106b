import { CHARGE_EVENT_TYPES } from '@once/contracts';
import type { ChangeRule, ChangeVerdict, JudgedWish } from './change-rule.ts';
import { judgeOpen } from './open-charge.ts';
import { toChargeBody, type Charge } from '../../charges/charge.ts';
import { chargePath, resourceAnswer } from '../../charges/resource-answer.ts';

const judge = (charge: Charge, { wantedMinor, ...others }: JudgedWish): ChangeVerdict => {
  const open = judgeOpen(charge, others);
  if (open) return open;
  if (charge.status !== 'authorized') {
    const detail = `The charge is ${charge.status}; only an authorized charge can be captured, and only once.`;
    return { kind: 'refused', code: 'charge_state_invalid', detail, leftMinor: null };
  }
  const amountMinor = wantedMinor ?? charge.amountMinor;
  if (amountMinor <= charge.amountMinor) return { kind: 'allowed', amountMinor };
  const detail = `At most the authorized ${charge.amountMinor} minor units can be captured.`;
  return { kind: 'refused', code: 'amount_too_large', detail, leftMinor: charge.amountMinor };
};

/** Takes authorized money, all of it or less; the rest is released. Once per charge. */
export const CAPTURE: ChangeRule = {
  kind: 'charge.capture',
  eventType: CHARGE_EVENT_TYPES.captured,
  declined: 'The capture was refused by the payment provider; nothing was taken.',
  judge,
  ask: (provider, call) => provider.capture(call),
  succeeded: (charge, amountMinor) => ({ ...charge, status: 'captured', amountCapturedMinor: amountMinor }),
  answer: (charge) => resourceAnswer(200, chargePath(charge.id), toChargeBody(charge)),
  instance: (chargeId) => `${chargePath(chargeId)}/capture`,
};
