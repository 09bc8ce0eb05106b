import { ChargeClient, RetryBudget, type AttemptEvent } from '@once/charge-client';
import type { DemoStack } from '../demo-stack.ts';
import { chargeIdOf } from '../send/charge-id-of.ts';
import { stringMember, type ClientLogEntry } from '../send/client-log.ts';
import { sendRequest } from '../send/send-request.ts';
import { openAnswerEatingProxy, type ProxyEvent } from './answer-eating-proxy.ts';
import { LOST_AMOUNT_TEXT, LOST_BODY, LOST_KEY, LOST_TENANT } from './lost-charge.ts';
import { Transcript } from './transcript.ts';

export interface LostResponse {
  readonly transcript: Transcript;
  readonly entry: ClientLogEntry;
  readonly chargeId: string | null;
}

/** Makes one charge through a proxy that throws the first answer away, and writes down what everyone does and knows. */
export async function loseOneResponse(stack: DemoStack, signal: AbortSignal): Promise<LostResponse> {
  const transcript = new Transcript();
  let lostBody: string | undefined;
  const onProxy = (event: ProxyEvent): void => {
    if (event.kind === 'answered') lostBody ??= event.bodyText;
    noteProxy(transcript, event);
  };
  const proxy = await openAnswerEatingProxy(stack.chargeApi[0] ?? '', onProxy);
  try {
    const client = new ChargeClient({
      baseUrl: proxy.baseUrl,
      apiKey: stack.apiKeys[LOST_TENANT] ?? '',
      budget: new RetryBudget(),
      onAttempt: (event) => noteAttempt(transcript, event),
    });
    transcript.note('client', `POST /v1/charges ${LOST_AMOUNT_TEXT}, Idempotency-Key ${LOST_KEY}`);
    const request = { origin: 'lost response', tenant: LOST_TENANT, key: LOST_KEY, path: '/v1/charges' };
    const entry = await sendRequest(client, { ...request, rawBody: LOST_BODY, signal });
    noteEnd(transcript, entry, lostBody);
    return { transcript, entry, chargeId: chargeIdOf(entry) };
  } finally {
    await proxy.close();
  }
}

function noteProxy(transcript: Transcript, event: ProxyEvent): void {
  // What follows the lost answer is between client and server; the proxy only passes it on.
  if (transcript.has('proxy', 3)) return;
  if (event.kind === 'forwarded') transcript.note('proxy', 'passes it on to charge-api');
  else if (event.kind === 'dropped') transcript.note('proxy', 'throws that answer away and resets the connection');
  else {
    const chargeId = stringMember(event.bodyText, 'id');
    transcript.note('proxy', `charge-api answers ${event.status}: charge ${chargeId ?? '?'} is captured`);
  }
}

function noteAttempt(transcript: Transcript, { record, decision }: AttemptEvent): void {
  if (record.error === undefined) return;
  const why = record.errorDetail ?? record.error;
  if (decision.kind === 'stop') return transcript.note('client', `no answer (${why}); gives up: ${decision.reason}`);
  transcript.note('client', `no answer (${why}): it cannot know whether the card was charged`);
  const { delayMs, jitterBoundMs } = decision;
  transcript.note(
    'client',
    `waits ${delayMs.toFixed(0)} ms, drawn from 0 to ${jitterBoundMs} (full jitter), sends the same again`,
  );
}

function noteEnd(transcript: Transcript, entry: ClientLogEntry, lostBody: string | undefined): void {
  if (entry.kind === 'unanswered') return transcript.note('client', `gives up: ${entry.reason}`);
  const replay = entry.isReplayed ? ', Idempotent-Replayed: true' : '';
  const bytes = entry.bodyText === lostBody ? 'the lost answer, byte for byte' : 'ANOTHER answer than the lost one';
  transcript.note('client', `attempt ${entry.attempts.length}: ${entry.status}${replay}, ${bytes}`);
}
