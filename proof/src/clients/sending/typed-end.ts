import { AuthenticationError, OutcomeUnknownError, type ChargeClientError } from '@once/charge-client';
import type { EndEntry } from '../../model/history.ts';
import type { PlannedCall } from '../workload/workload-plan.ts';
import type { TappedAnswer } from './answer-tap.ts';
import { endWithoutAnswer, sha256Of } from './call-entries.ts';
import type { TypedResult } from './typed-call.ts';

/** What the client's method returned. */
export function endOfResult({ call }: PlannedCall, result: TypedResult, { bytes }: TappedAnswer): EndEntry {
  return {
    ...{ kind: 'end', atMs: Date.now(), call, outcome: 'ok' },
    status: result.answer.status,
    code: null,
    isReplay: result.answer.replayed,
    chargeId: 'chargeId' in result ? result.chargeId : result.id,
    bodySha256: sha256Of(bytes),
    isTyped: true,
  };
}

/**
 * What the client's method threw. A final refusal is its word that the operation did not happen; all else is asked
 * again later, and OutcomeUnknownError claims nothing.
 */
export function endOfError(
  planned: PlannedCall,
  error: ChargeClientError,
  { bytes, isReplay }: TappedAnswer,
): EndEntry {
  const { code, status = null } = error;
  const isFinal =
    !error.retryable && !(error instanceof OutcomeUnknownError) && !(error instanceof AuthenticationError);
  if (!isFinal || status === null) return endWithoutAnswer(planned, code, true);
  return {
    ...{ kind: 'end', atMs: Date.now(), call: planned.call, outcome: 'refused' },
    ...{ status, code, isReplay, chargeId: null },
    bodySha256: sha256Of(bytes),
    isTyped: true,
  };
}
