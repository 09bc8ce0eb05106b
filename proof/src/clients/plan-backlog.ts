import { SeededRandom } from '../plan/seeded-random.ts';
import { drawPart } from './stories/refund.stories.ts';
import { needs } from './workload/ask.ts';
import { countPlan } from './workload/count-plan.ts';
import { drawPurchase } from './workload/merchant.ts';
import type { PlannedOperation } from './workload/planned-operation.ts';
import { writeBody } from './workload/request-body.ts';
import { WorkloadDraft } from './workload/workload-draft.ts';
import type { WorkloadPlan } from './workload/workload-plan.ts';

/** A sale and two refunds: with one event per charge, any order on the topic would be the right one. */
const EVENTS_PER_CHARGE = 3;
/** Charges that are begun before the first of them goes on, so that none has to be waited for. */
const CHARGES_AT_ONCE = 100;

export interface BacklogOptions {
  readonly seed: string;
  /** Each operation makes one. */
  readonly events: number;
  readonly label: string;
}

/** Plans operations that fill the outbox as fast as they can be sent: each once, and each moves money. */
export function planBacklog({ seed, events, label }: BacklogOptions): WorkloadPlan {
  const own = new SeededRandom(seed).split('backlog').split(label);
  const draft = new WorkloadDraft(label, own.split('keys'));
  for (let charge = 0; charge * EVENTS_PER_CHARGE < events; charge += 1) {
    const room = Math.min(EVENTS_PER_CHARGE, events - charge * EVENTS_PER_CHARGE);
    const batch = Math.floor(charge / CHARGES_AT_ONCE) * EVENTS_PER_CHARGE;
    planCharge({ draft, random: own.split(`charge ${charge}`), batch, room });
  }
  const steps = draft.finish();
  return { label, seed, counts: countPlan(draft.operations, steps), steps };
}

interface ChargeContext {
  readonly draft: WorkloadDraft;
  readonly random: SeededRandom;
  readonly batch: number;
  /** Events that it may make. */
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
