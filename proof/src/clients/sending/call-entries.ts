import type { AttemptEvent, ChargeClientError, RawAnswer } from '@once/charge-client';
import { createHash } from 'node:crypto';
import type { AttemptEntry, EndEntry, InvokeEntry } from '../../model/history.ts';
import type { PlannedCall } from '../workload/workload-plan.ts';
import type { TappedAnswer } from './answer-tap.ts';
import { judgeAnswer } from './judge-answer.ts';
import { chargeIdOf, problemCodeOf } from './problem-code.ts';

export function invokeEntry(planned: PlannedCall, chargeId: string | null): InvokeEntry {
  const { call, operation, tenant, key, action, intent, amountMinor, currency } = planned;
  const named = { call, operation, tenant, key, action, intent, amountMinor, currency, chargeId };
  return { kind: 'invoke', atMs: Date.now(), ...named };
}

export function attemptEntry(call: string, { record, decision }: AttemptEvent, answer: TappedAnswer): AttemptEntry {
  const pause = decision.kind === 'stop' ? null : decision;
  return {
    kind: 'attempt',
    atMs: Date.now(),
    call,
    attempt: record.attempt,
    status: record.status ?? null,
    errorCode: record.error ?? answer.code,
    isReplay: record.status !== undefined && answer.isReplay,
    requestId: record.requestId ?? null,
    retryAfterMs: pause?.retryAfterMs ?? null,
    delayMs: pause?.delayMs ?? null,
    jitterMs: pause?.jitterMs ?? null,
    jitterBoundMs: pause?.jitterBoundMs ?? null,
    spendsBudget: pause?.spendsBudget ?? null,
  };
}

export function endOfAnswer({ call, intent }: PlannedCall, answer: RawAnswer): EndEntry {
  const { status, bodyText, bodyBytes } = answer;
  return {
    kind: 'end',
    atMs: Date.now(),
    call,
    // Nobody waited for it, even if it came before the connection was cut.
    outcome: intent === 'abandoned' ? 'abandoned' : judgeAnswer(answer),
    status,
    code: status >= 400 ? problemCodeOf(bodyText) : null,
    isReplay: answer.replayed,
    chargeId: status < 300 ? chargeIdOf(bodyText) : null,
    bodySha256: createHash('sha256').update(bodyBytes).digest('hex'),
  };
}

/** Without an answer. `error` is undefined when the harness itself failed in the middle of the call. */
export function endWithoutAnswer({ call, intent }: PlannedCall, error?: ChargeClientError): EndEntry {
  return {
    kind: 'end',
    atMs: Date.now(),
    call,
    outcome: intent === 'abandoned' ? 'abandoned' : 'unknown',
    status: null,
    code: error?.code ?? 'harness_failed',
    isReplay: false,
    chargeId: null,
    bodySha256: null,
  };
}
