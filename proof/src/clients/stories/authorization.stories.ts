import { drawPurchase } from '../workload/merchant.ts';
import type { PlannedOperation } from '../workload/planned-operation.ts';
import { askForChange, askForCharge, type Change, type StoryContext } from '../workload/story.ts';
import { drawPart, refundInParts } from './refund.stories.ts';

const REFUND_SHARE = 0.4;

export function captureStory(context: StoryContext): void {
  const charge = authorize(context);
  const captured = capture(context, charge);
  if (context.room > 1 && context.random.chance(REFUND_SHARE))
    refundInParts(context, { charge, captured, room: context.room - 1 });
}

export function cancelStory(context: StoryContext): void {
  const charge = authorize(context);
  askForChange(context, { charge }, { action: 'cancel', amountMinor: charge.amountMinor, body: {} });
}

const authorize = (context: StoryContext): PlannedOperation =>
  askForCharge(context, drawPurchase(context.random, { capture: false, isSplit: true }), { action: 'authorize' });

/** All of it, said or not said, or a part; the rest is released. */
function capture(context: StoryContext, charge: PlannedOperation): PlannedOperation {
  const { random } = context;
  const { amountMinor } = charge;
  const part = drawPart(random, amountMinor);
  const change = random.pick<Omit<Change, 'action'>>([
    { amountMinor, body: {} },
    { amountMinor, body: { amount: amountMinor } },
    { amountMinor: part, body: { amount: part } },
  ]);
  return askForChange(context, { charge }, { action: 'capture', ...change });
}
