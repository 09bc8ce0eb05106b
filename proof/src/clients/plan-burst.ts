import { SeededRandom } from '../plan/seeded-random.ts';
import { drawPart } from './stories/refund.stories.ts';
import { needs } from './workload/ask.ts';
import { countPlan } from './workload/count-plan.ts';
import { drawPurchase } from './workload/merchant.ts';
import type { PlannedOperation } from './workload/planned-operation.ts';
import { writeBody } from './workload/request-body.ts';
import { WorkloadDraft } from './workload/workload-draft.ts';
import type { WorkloadPlan } from './workload/workload-plan.ts';

/** Charges that are begun before the first of them goes on, so that none has to be waited for. */
const CHARGES_AT_ONCE = 100;

export interface BurstOptions {
  readonly seed: string;
  readonly operations: number;
  /** Refunds of each sale, one after the other: with one event per charge, any order on the topic is the right one. */
  readonly refundsPerSale: number;
  readonly label: string;
}

/** Plans operations that are sent as fast as they can be: each once, each moves money, and each makes one event. */
export function planBurst({ seed, operations, refundsPerSale, label }: BurstOptions): WorkloadPlan {
  const own = new SeededRandom(seed).split('burst').split(label);
  const draft = new WorkloadDraft(label, own.split('keys'));
  const perCharge = 1 + refundsPerSale;
  for (let charge = 0; charge * perCharge < operations; charge += 1) {
    const room = Math.min(perCharge, operations - charge * perCharge);
    const batch = Math.floor(charge / CHARGES_AT_ONCE) * perCharge;
    planCharge({ draft, random: own.split(`charge ${charge}`), batch, room });
  }
  const steps = draft.finish();
  return { label, seed, counts: countPlan(draft.operations, steps), steps };
}

interface ChargeContext {
  readonly draft: WorkloadDraft;
  readonly random: SeededRandom;
  readonly batch: number;
  /** Operations that it may have. */
  readonly room: number;
}

function planCharge({ draft, random, batch, room }: ChargeContext): void {
  const purchase = drawPurchase(random, { capture: true, isSplit: true });
  const sale = draft.addOperation({ ...purchase, action: 'charge', intent: 'operation', chargeFrom: null });
  sendOnce(draft, sale, { position: batch });
  let before = sale;
  for (let refund = 1; refund < room; refund += 1) {
    const amountMinor = drawPart(random, sale.amountMinor);
    const { tenant, currency, operation: chargeFrom } = sale;
    const body = { amount: amountMinor };
    const change = { tenant, currency, chargeFrom, amountMinor, body, action: 'refund', intent: 'operation' } as const;
    const next = draft.addOperation(change);
    sendOnce(draft, next, { position: batch + refund, after: before });
    before = next;
  }
}

function sendOnce(
  draft: WorkloadDraft,
  operation: PlannedOperation,
  { position, after }: { position: number; after?: PlannedOperation },
): void {
  const call = draft.newCall(operation, { bodyText: writeBody(operation.body) });
  draft.addStep([call], { position, after: after ? [needs(after, 'success')] : [] });
}
