import { writeBody } from '../clients/workload/request-body.ts';
import { TranscriptPlan } from './plan-transcript.ts';
import { isReplay, sendTapped, statusesOf } from './send-tapped.ts';
import { showExchanges } from './show-exchange.ts';
import type { Transcript, TranscriptContext } from './transcript.ts';

/** Long enough that both requests are there at once on a busy machine; shorter than the answer deadline of 4 s. */
const PROVIDER_TAKES_MS = 800;

export const simultaneousRequests: Transcript = {
  title: 'Two simultaneous requests with one key',
  make: sendTwins,
};

async function sendTwins(context: TranscriptContext): Promise<string> {
  const plan = new TranscriptPlan(context.seed, 'twins');
  const sale = plan.addSale();
  const bodyText = writeBody(sale.body);
  const calls = [plan.draft.newCall(sale, { bodyText }), plan.draft.newCall(sale, { bodyText, intent: 'duplicate' })];
  plan.draft.addStep(calls, { position: 0, after: [] });
  await context.provider.set({ kind: 'hang', when: 'after', delay_ms: PROVIDER_TAKES_MS, times: 1 });
  const exchanges = await sendTapped(context, plan.finish());
  const executed = exchanges.filter((exchange) => exchange.answer?.status === 201 && !isReplay(exchange));
  const others = statusesOf(exchanges.filter((exchange) => !executed.includes(exchange)));
  if (executed.length !== 1 || others.length === 0 || others.some((status) => status !== 409 && status !== 201))
    throw new Error(`one 201 and otherwise 409 or replays were to come, not ${statusesOf(exchanges).join(', ')}`);
  return [
    'Both leave in one tick, to two processes; the provider takes its time. One of them claims the key and executes.',
    'The other is told that the key is in use, waits as it is told to, and gets the stored answer: byte for byte.',
    '',
    showExchanges(exchanges),
  ].join('\n');
}
