import { ChargeClient, type ChargeClientOptions } from '@once/charge-client';
import type { DemoStack } from './demo-stack.ts';
import { drain } from './drain.ts';
import { gatherEvidence, type RunContext } from './evidence/gather-evidence.ts';
import type { Evidence } from './evidence/evidence.ts';
import { readTopicEnd } from './evidence/topic-admin.ts';
import type { BadLine } from './input/charge-line.ts';
import type { Unit } from './input/plan-units.ts';
import { findTraces } from './lost-response/find-traces.ts';
import { loseOneResponse, type LostResponse } from './lost-response/lose-one-response.ts';
import { LOST_AMOUNT_TEXT, LOST_KEY, LOST_TENANT } from './lost-response/lost-charge.ts';
import { phase } from './report/phase.ts';
import type { Screen } from './report/screen.ts';
import { showLostResponse } from './report/show-lost-response.ts';
import { sendUnits, type SentLines } from './send/send-units.ts';

/** How often a log without a person before it hears of the progress. */
const REPORT_EVERY_LINES = 100;

export interface DemoRun {
  readonly stack: DemoStack;
  readonly units: readonly Unit[];
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

export interface DemoOutcome {
  readonly evidence: Evidence;
  /** With it the evidence can be gathered again later. */
  readonly context: RunContext;
  readonly notSent: readonly BadLine[];
}

/** Sends the input, loses one response, waits for all of it to arrive, and gathers the evidence. */
export async function runDemo(run: DemoRun): Promise<DemoOutcome> {
  const { stack, screen, signal } = run;
  const topicStart = await readTopicEnd(stack.kafkaBrokers);
  const sent = await sendFile(run);
  const lost = await loseResponse(run);
  await phase(screen, 'drain: every event published, received and posted', (progress) =>
    drain(stack, { signal, progress }),
  );
  const clientLog = [...sent.log, lost.entry];
  const context: RunContext = { topicStart, clientLog, lostResponseChargeId: lost.chargeId };
  const evidence = await phase(screen, 'read both databases, the topic, the provider and /metrics', () =>
    gatherEvidence(stack, context),
  );
  return { evidence, context, notSent: sent.notSent };
}

function sendFile({ stack, units, screen, signal }: DemoRun): Promise<SentLines> {
  const total = units.reduce((sum, { lines }) => sum + lines.length, 0);
  const clients = new Map<string, ChargeClient>();
  const clientOf = (tenant: string): ChargeClient => {
    const client = clients.get(tenant) ?? new ChargeClient(clientOptions(stack, tenant));
    clients.set(tenant, client);
    return client;
  };
  return phase(screen, `send ${total} requests`, (progress) => {
    const onDone = (done: number): void => {
      progress(`${done}/${total}`);
      if (!screen.isLive && done % REPORT_EVERY_LINES === 0) screen.line(`   sent ${done}/${total}`);
    };
    return sendUnits(units, { clientOf, signal, onDone });
  });
}

const clientOptions = ({ chargeApi, apiKeys }: DemoStack, tenant: string): ChargeClientOptions => ({
  baseUrls: chargeApi,
  apiKey: apiKeys[tenant] ?? '',
});

/** Shown step by step when it is over, with the stores' own word at the end. */
async function loseResponse({ stack, screen, signal }: DemoRun): Promise<LostResponse> {
  const lost = await phase(screen, 'lose one response on purpose', async () => {
    const made = await loseOneResponse(stack, signal);
    const traces = await findTraces(stack, { tenant: LOST_TENANT, key: LOST_KEY, signal });
    const provider = `provider: ${traces.providerRequests} request, ${traces.providerEffects} x ${LOST_AMOUNT_TEXT} taken`;
    made.transcript.note(
      'truth',
      `charge DB: ${traces.operations} operation; ${provider}; ledger: ${traces.entries} entry`,
    );
    return made;
  });
  showLostResponse(screen, lost.transcript.steps);
  return lost;
}
