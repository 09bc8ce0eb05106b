import {
  ChargeClient,
  ChargeClientError,
  type AttemptEvent,
  type ChargeClientOptions,
  type RetryBudget,
} from '@once/charge-client';
import type { AttemptEntry, EndEntry } from '../../model/history.ts';
import { CALL_HEADER } from '../call-header.ts';
import type { PlannedCall } from '../workload/workload-plan.ts';
import { AnswerTap } from './answer-tap.ts';
import { attemptEntry, endOfAnswer, endWithoutAnswer } from './call-entries.ts';
import { pathOf } from './path-of.ts';
import { typedCallOf } from './typed-call.ts';
import { endOfError, endOfResult } from './typed-end.ts';

/** What a run may set about its clients; what it leaves out is as charge-client has it. */
export type ClientPatience = Pick<ChargeClientOptions, 'attemptTimeoutMs' | 'deadlineMs' | 'retry' | 'random'>;

export interface CallContext {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The charge that the call changes. */
  readonly chargeId: string | null;
  readonly patience: ClientPatience;
  readonly budget: RetryBudget;
  readonly signal: AbortSignal;
  readonly onAttempt: (entry: AttemptEntry, event: AttemptEvent) => void;
}

/** Does one call with all its attempts. @throws what is no outcome of a call but a fault of the harness */
export async function sendCall(call: PlannedCall, context: CallContext): Promise<EndEntry> {
  const tap = new AnswerTap();
  const client = clientFor(call, context, tap);
  const options = {
    idempotencyKey: call.key,
    preferWaitS: call.preferWaitS ?? undefined,
    signal: signalFor(call, context.signal),
  };
  const typed = typedCallOf(call, context.chargeId);
  try {
    if (typed) return endOfResult(call, await typed(client, options), tap.latest);
    const path = pathOf(call, context.chargeId);
    return endOfAnswer(call, await client.sendRaw({ ...options, method: 'POST', path, rawBody: call.bodyText }));
  } catch (error) {
    if (!(error instanceof ChargeClientError) || error.code === 'invalid_argument') throw error;
    return typed ? endOfError(call, error, tap.latest) : endWithoutAnswer(call, error.code);
  }
}

/** A client per call, so that what it reports can be told from what another does at the same time. */
function clientFor({ call, abandonAfterMs }: PlannedCall, context: CallContext, tap: AnswerTap): ChargeClient {
  const { baseUrl, apiKey, patience, budget, onAttempt } = context;
  return new ChargeClient({
    ...patience,
    ...(abandonAfterMs === null ? {} : { retry: ONCE }),
    baseUrl,
    apiKey,
    budget,
    fetch: tap.fetch,
    headers: () => ({ [CALL_HEADER]: call }),
    onAttempt: (event) => onAttempt(attemptEntry(call, event, tap.latest), event),
  });
}

const ONCE = { maxRetries: 0, maxWaits: 0 } as const;

const signalFor = ({ abandonAfterMs }: PlannedCall, signal: AbortSignal): AbortSignal =>
  abandonAfterMs === null ? signal : AbortSignal.any([signal, AbortSignal.timeout(abandonAfterMs)]);
