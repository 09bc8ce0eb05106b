import type { AttemptEntry } from '../../model/history.ts';
import type { Call, CallLog } from '../sources/history/call-log.ts';

/** Statuses that charge-api gives only after it has counted the request: those of guards and parsers come before. */
const COUNTED = new Set<number | null>([200, 201, 202, 402, 409, 422]);

/** The client has charge-api's own answer. */
export const isAnswered = ({ status, requestId }: AttemptEntry): boolean => status !== null && requestId !== null;

export const isCounted = (attempt: AttemptEntry): boolean => isAnswered(attempt) && COUNTED.has(attempt.status);

/** A request may be under way without an entry: the client has not ended, or left before it wrote one. */
export const mayHaveOneMore = ({ end, attempts }: Call): boolean =>
  end === null || (end.outcome === 'abandoned' && attempts.length === 0);

/** Requests of which the client can't say how they were answered, if they arrived at all. */
export const countUnanswered = ({ calls }: CallLog): number =>
  calls.reduce(
    (sum, call) => sum + call.attempts.filter((attempt) => !isAnswered(attempt)).length + Number(mayHaveOneMore(call)),
    0,
  );
