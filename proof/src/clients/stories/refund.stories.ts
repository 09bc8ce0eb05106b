import type { SeededRandom } from '../../plan/seeded-random.ts';
import { askAndAbandon } from '../workload/abandon.ts';
import { drawPurchase } from '../workload/merchant.ts';
import type { PlannedOperation } from '../workload/planned-operation.ts';
import {
  addChange,
  afterSuccessOf,
  askForChange,
  askForCharge,
  type Change,
  type StoryContext,
} from '../workload/story.ts';

const MAX_REFUNDS = 3;

/** A sale that is given back, at once or in parts, all of it or some. */
export function refundStory(context: StoryContext): void {
  const charge = askForCharge(context, drawPurchase(context.random, { capture: true, isSplit: true }), {
    action: 'charge',
  });
  refundInParts(context, { charge, captured: charge, room: context.room - 1 });
}

/** A sale of which a refund is asked for by a client that gives up; nothing else depends on what becomes of it. */
export function abandonedRefundStory(context: StoryContext): void {
  const { random } = context;
  const charge = askForCharge(context, drawPurchase(random, { capture: true, isSplit: true }), { action: 'charge' });
  const refund = addChange(context, charge, { ...refundOf(drawPart(random, charge.amountMinor)), intent: 'abandoned' });
  askAndAbandon(context, refund, afterSuccessOf(charge, context));
}

/** At most `room` refunds of what `captured` has captured; none waits for another, so that they meet at the charge. */
export function refundInParts(
  context: StoryContext,
  { charge, captured, room }: { charge: PlannedOperation; captured: PlannedOperation; room: number },
): void {
  const { random } = context;
  const refunds = Math.min(room, random.between(1, MAX_REFUNDS));
  if (refunds === 1 && random.chance(0.5)) {
    // Without an amount it means all that is left, so it can be told what that is only when it is the only one.
    askForChange(
      context,
      { charge, after: captured },
      { action: 'refund', amountMinor: captured.amountMinor, body: {} },
    );
    return;
  }
  let leftMinor = captured.amountMinor;
  for (let refund = 1; refund <= refunds && leftMinor > 0n; refund += 1) {
    const amountMinor = refund === MAX_REFUNDS ? leftMinor : drawPart(random, leftMinor);
    askForChange(context, { charge, after: captured }, refundOf(amountMinor));
    leftMinor -= amountMinor;
  }
}

const refundOf = (amountMinor: bigint): Change => ({ action: 'refund', amountMinor, body: { amount: amountMinor } });

/** From 1 to half of it, so that something is left; the amounts that are split are far below 2^53. */
export const drawPart = (random: SeededRandom, amountMinor: bigint): bigint =>
  BigInt(random.between(1, Math.max(1, Number(amountMinor / 2n))));
