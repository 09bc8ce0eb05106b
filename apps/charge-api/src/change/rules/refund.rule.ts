import { CHARGE_EVENT_TYPES } from '@once/contracts';
import type { ChangeRule, ChangeVerdict, ChargeState, JudgedWish } from './change-rule.ts';
import { judgeOpen } from './open-charge.ts';
import type { Charge } from '../../charges/charge.ts';
import { chargePath, refundPath, resourceAnswer } from '../../charges/resource-answer.ts';
import type { SettledOperation } from '../../operations/settle-operations.sql.ts';
import { toRefundBody } from '../../charges/refund-body.ts';

const REFUNDABLE = new Set<string>(['captured', 'partially_refunded']);

/**
 * What open refunds have reserved is not left for others now. It may be given back, so only what has taken place is a
 * reason to refuse for good.
 */
const judge = (charge: Charge, { wantedMinor, hasWaitingCapture, ...others }: JudgedWish): ChangeVerdict => {
  const open = judgeOpen(charge, others);
  if (open) return open;
  if (hasWaitingCapture && charge.status === 'authorized') return WAITS_FOR_CAPTURE;
  if (!REFUNDABLE.has(charge.status)) {
    const detail = `The charge is ${charge.status}; only captured money can be refunded.`;
    return { kind: 'refused', code: 'charge_state_invalid', detail, leftMinor: null };
  }
  const freeMinor = charge.amountCapturedMinor - charge.amountRefundReservedMinor;
  const amountMinor = wantedMinor ?? freeMinor;
  if (amountMinor >= 1n && amountMinor <= freeMinor) return { kind: 'allowed', amountMinor };
  const leftMinor = charge.amountCapturedMinor - charge.amountRefundedMinor;
  if (amountMinor <= leftMinor) {
    const detail = `Other refunds without an end hold what is needed: ${freeMinor} minor units are free at the moment.`;
    return { kind: 'busy', detail };
  }
  const detail = `At most ${leftMinor} minor units can still be refunded.`;
  return { kind: 'refused', code: 'amount_too_large', detail, leftMinor };
};

const WAITS_FOR_CAPTURE: ChangeVerdict = {
  kind: 'busy',
  detail: 'A capture of the charge was accepted and is not begun; ask again when it has ended.',
};

const reserved = (charge: Charge, amountMinor: bigint): ChargeState => ({
  ...charge,
  amountRefundReservedMinor: charge.amountRefundReservedMinor + amountMinor,
});

const refunded = (charge: Charge, amountMinor: bigint): ChargeState => {
  const amountRefundedMinor = charge.amountRefundedMinor + amountMinor;
  const isAll = amountRefundedMinor === charge.amountCapturedMinor;
  return { ...charge, amountRefundedMinor, status: isAll ? 'refunded' : 'partially_refunded' };
};

const toRefund = (charge: Charge, { id, amountMinor, createdAt }: SettledOperation) =>
  toRefundBody({
    id,
    chargeId: charge.id,
    state: 'succeeded',
    amountMinor,
    currency: charge.currency,
    createdAt,
  });

/** Gives captured money back, in part or whole. The claim reserves it, so that two refunds can't promise one cent. */
export const REFUND: ChangeRule = {
  kind: 'refund.create',
  eventType: CHARGE_EVENT_TYPES.refunded,
  declined: 'The refund was refused by the payment provider; nothing was given back.',
  judge,
  begun: reserved,
  ask: (provider, call) => provider.refund(call),
  succeeded: refunded,
  failed: (charge, amountMinor) => reserved(charge, -amountMinor),
  answer: (charge, operation) => resourceAnswer(201, refundPath(charge.id, operation.id), toRefund(charge, operation)),
  instance: (chargeId) => `${chargePath(chargeId)}/refunds`,
};
