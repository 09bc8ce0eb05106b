import { needs } from '../clients/workload/ask.ts';
import { changeOperation } from '../clients/workload/planned-operation.ts';
import { writeBody } from '../clients/workload/request-body.ts';
import { TranscriptPlan } from './plan-transcript.ts';
import { sendTapped, statusesOf } from './send-tapped.ts';
import { showExchanges } from './show-exchange.ts';
import type { Transcript, TranscriptContext } from './transcript.ts';

export const reusedKey: Transcript = {
  title: 'Another request under a key that is in use',
  make: reuseKey,
};

async function reuseKey(context: TranscriptContext): Promise<string> {
  const plan = new TranscriptPlan(context.seed, 'reuse');
  const sale = plan.addSale();
  plan.sendOnce(sale);
  const changed = changeOperation(sale);
  const call = plan.draft.newCall(changed, { intent: 'reuse', bodyText: writeBody(changed.body) });
  plan.draft.addStep([call], { position: 1, after: [needs(sale, 'verdict')] });
  const exchanges = await sendTapped(context, plan.finish());
  const statuses = statusesOf(exchanges).join(', ');
  if (statuses !== '201, 422') throw new Error(`201 and 422 were to come, not ${statuses}`);
  return [
    'The second request has the key of the first and another amount: it is refused, and changes nothing, for ever.',
    '',
    showExchanges(exchanges),
  ].join('\n');
}
