import type { StoredAnswer } from '@once/idempotency';
import { problemAnswer } from '../http/problem/problem-answer.ts';
import type { Verdict } from './verdict.ts';

export interface FailedOperation {
  instance: string;
  requestId: string;
  chargeId: string;
  /** What a refusal by the provider means for this kind of operation. */
  declined: string;
}

const DETAILS = {
  operation_abandoned:
    'The provider could not be reached and the request was not sent again in time; nothing happened.',
  operation_not_performed: 'The provider gave no answer, and a person found out that the operation did not take place.',
} as const;

/** The stored answer of an operation that ended without its effect. */
export function failureAnswer(
  { problem, failureCode }: Extract<Verdict, { kind: 'failed' }>,
  { instance, requestId, chargeId, declined }: FailedOperation,
): StoredAnswer {
  return problemAnswer({
    code: problem,
    detail: problem === 'card_declined' ? declined : DETAILS[problem],
    instance,
    requestId,
    extras: { charge_id: chargeId, ...(problem === 'card_declined' ? { decline_code: failureCode } : {}) },
  });
}
