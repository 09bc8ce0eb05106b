import { requestIdOf, type AttemptOutcome } from './attempt-outcome.ts';
import type { AttemptRecord } from '../errors/attempt-record.ts';

type RecordedOutcome = Pick<AttemptRecord, 'status' | 'isUnreadable' | 'error' | 'errorDetail' | 'requestId'>;

/** The part of an attempt's record that its outcome decides. */
export function recordedOutcome(outcome: AttemptOutcome): RecordedOutcome {
  if (outcome.kind === 'unanswered') {
    const { error, detail } = outcome;
    return detail === undefined ? { error } : { error, errorDetail: detail };
  }
  const { status, reading } = outcome;
  const requestId = requestIdOf(outcome);
  return {
    status,
    ...(reading.kind === 'unreadable' ? { isUnreadable: true as const } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
