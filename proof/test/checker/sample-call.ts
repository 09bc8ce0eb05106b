import type { Action, AttemptEntry, EndEntry, Intent, InvokeEntry } from '../../src/model/history.ts';
import type { Call } from '../../src/checker/sources/history/call-log.ts';
import type { Mutable } from './mutable.ts';

/** An operation of the sample, as one of its calls asks for it. */
export interface Asked {
  readonly call: string;
  readonly tenant: string;
  readonly key: string;
  readonly action: Action;
  readonly intent?: Intent;
  readonly amountMinor: string;
  readonly currency: string;
  readonly chargeId?: string;
}

export interface Answered {
  readonly outcome: EndEntry['outcome'];
  readonly status: number | null;
  readonly code?: string;
  readonly isReplay?: boolean;
  readonly chargeId?: string;
  readonly bodySha256?: string;
  /** False where the client gave up before it wrote an attempt down. */
  readonly hasAttempt?: boolean;
}

export const hashOf = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64);

const invokeOf = ({ chargeId, intent = 'operation', ...asked }: Asked): InvokeEntry => ({
  kind: 'invoke',
  atMs: 1,
  operation: `${asked.tenant}-${asked.key}`,
  chargeId: chargeId ?? null,
  intent,
  ...asked,
});

export const attemptOf = (call: string, { status, code, isReplay = false }: Answered, attempt = 1): AttemptEntry => ({
  kind: 'attempt',
  atMs: 2,
  call,
  attempt,
  status,
  errorCode: status === null ? 'connection_lost' : (code ?? null),
  isReplay,
  requestId: status === null ? null : `request-of-${call}`,
  retryAfterMs: null,
  delayMs: null,
  jitterMs: null,
  jitterBoundMs: null,
  spendsBudget: null,
});

/** One call with one attempt and its end. */
export function sampleCall(asked: Asked, answered: Answered): Mutable<Call> {
  const { outcome, status, code, isReplay = false, chargeId, bodySha256, hasAttempt = true } = answered;
  return {
    invoke: invokeOf(asked),
    attempts: hasAttempt ? [attemptOf(asked.call, answered)] : [],
    end: {
      kind: 'end',
      atMs: 3,
      call: asked.call,
      outcome,
      status,
      code: code ?? null,
      isReplay,
      chargeId: chargeId ?? null,
      bodySha256: bodySha256 ?? null,
      isTyped: true,
    },
  };
}
