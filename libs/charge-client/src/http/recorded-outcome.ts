import { requestIdOf, type AttemptOutcome } from './attempt-outcome.ts';
import type { AttemptRecord } from './attempt-record.ts';

type RecordedOutcome = Pick<AttemptRecord, 'status' | 'error' | 'errorDetail' | 'requestId'>;

/** The part of an attempt's record that its outcome decides. */
export function recordedOutcome(outcome: AttemptOutcome): RecordedOutcome {
  if (outcome.kind === 'unanswered') {
    const { error, detail } = outcome;
    return detail === undefined ? { error } : { error, errorDetail: detail };
  }
  const requestId = requestIdOf(outcome);
  return requestId === undefined ? { status: outcome.status } : { status: outcome.status, requestId };
}
