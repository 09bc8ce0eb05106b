import { AnswerShapeError } from '../json/json-object-reader.ts';
import { isExpired, type WholeAnswer } from './whole-answer.ts';

/** What a resource may show beyond `fresh` once the stored answer has expired: what became of it since. */
export interface Course {
  readonly fresh: string;
  readonly later: readonly string[];
}

const SINCE_CAPTURED = ['partially_refunded', 'refunded'];
export const CREATED_CAPTURED: Course = { fresh: 'captured', later: [...SINCE_CAPTURED, 'failed'] };
export const CREATED_AUTHORIZED: Course = {
  fresh: 'authorized',
  later: ['captured', 'canceled', 'expired', ...SINCE_CAPTURED, 'failed'],
};
export const CAPTURED: Course = { fresh: 'captured', later: SINCE_CAPTURED };
export const CANCELED: Course = { fresh: 'canceled', later: [] };
export const REFUNDED: Course = { fresh: 'succeeded', later: ['failed'] };

/** A word that is not in here is a newer server's, and reaches the caller. */
const KNOWN_STATES: ReadonlySet<string> = new Set(
  [CREATED_CAPTURED, CREATED_AUTHORIZED, REFUNDED]
    .flatMap(({ fresh, later }) => [fresh, ...later])
    .concat('pending', 'unknown', 'needs_review'),
);

/** A stored success shows the moment of its end: `pending` or a state that the call cannot lead to is no answer to it. */
export function endOf(answer: WholeAnswer, state: string, { fresh, later }: Course): 'done' | 'not_performed' {
  const fits = state === fresh || !KNOWN_STATES.has(state) || (isExpired(answer) && later.includes(state));
  if (!fits) throw new AnswerShapeError(`its resource is ${state}, which the call does not lead to`);
  return state === 'failed' ? 'not_performed' : 'done';
}
