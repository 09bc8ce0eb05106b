import { askAndAbandon } from '../workload/abandon.ts';
import { ask } from '../workload/ask.ts';
import { drawPurchase } from '../workload/merchant.ts';
import { askForCharge, begin, type StoryContext } from '../workload/story.ts';
import { TENANTS } from '../workload/workload-plan.ts';

export function saleStory(context: StoryContext): void {
  askForCharge(context, drawPurchase(context.random, { capture: true }), { action: 'charge' });
}

export function declineStory(context: StoryContext): void {
  const capture = context.random.chance(0.7);
  const purchase = drawPurchase(context.random, { capture, source: 'tok_declined' });
  askForCharge(context, purchase, { action: capture ? 'charge' : 'authorize', intent: 'decline' });
}

export function abandonedSaleStory(context: StoryContext): void {
  const purchase = drawPurchase(context.random, { capture: true });
  const operation = { ...purchase, action: 'charge', intent: 'abandoned', chargeFrom: null } as const;
  askAndAbandon(context, context.asking.draft.addOperation(operation), begin(context));
}

/** Two tenants with one key and one body, one right after the other: two operations, for a key has an owner. */
export function namesakeStory(context: StoryContext): void {
  if (context.room < 2) {
    saleStory(context);
    return;
  }
  const { asking, random } = context;
  const purchase = drawPurchase(random, { capture: true });
  const operation = { ...purchase, action: 'charge', intent: 'operation', chargeFrom: null } as const;
  const others = TENANTS.filter((tenant) => tenant !== purchase.tenant);
  const tenant = random.pick([others[0] ?? purchase.tenant, ...others]);
  const one = asking.draft.addOperation(operation);
  const other = asking.draft.addOperation({ ...operation, tenant }, one.key);
  ask(asking, one, begin(context));
  ask(asking, other, begin(context));
}
