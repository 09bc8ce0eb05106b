import type { AttemptEvent, RawAnswer } from '@once/charge-client';
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
  // Somebody else's status would be taken for an answer of the service: what the client takes for lost is lost.
  const isAnswer = record.status !== undefined && record.isUnreadable !== true;
  return {
    kind: 'attempt',
    atMs: Date.now(),
    call,
    attempt: record.attempt,
    status: isAnswer ? (record.status ?? null) : null,
    errorCode: record.isUnreadable === true ? 'unreadable_answer' : (record.error ?? answer.code),
    isReplay: isAnswer && answer.isReplay,
    requestId: isAnswer ? (record.requestId ?? null) : null,
    retryAfterMs: pause?.retryAfterMs ?? null,
    delayMs: pause?.delayMs ?? null,
    jitterMs: pause?.jitterMs ?? null,
    jitterBoundMs: pause?.jitterBoundMs ?? null,
    spendsBudget: pause?.spendsBudget ?? null,
  };
}

export function endOfAnswer(planned: PlannedCall, answer: RawAnswer): EndEntry {
  const { call, intent } = planned;
  const { status, bodyText, bodyBytes } = answer;
  if (answer.reading === 'unreadable') return endWithoutAnswer(planned, 'unreadable_answer');
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
    bodySha256: sha256Of(bodyBytes),
    isTyped: false,
  };
}

/** Without an answer. The code is left out when the harness itself failed in the middle of the call. */
export function endWithoutAnswer({ call, intent }: PlannedCall, code = 'harness_failed', isTyped = false): EndEntry {
  return {
    kind: 'end',
    atMs: Date.now(),
    call,
    outcome: intent === 'abandoned' ? 'abandoned' : 'unknown',
    status: null,
    code,
    isReplay: false,
    chargeId: null,
    bodySha256: null,
    isTyped,
  };
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
