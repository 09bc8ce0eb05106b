import { PROBLEM_MEANINGS } from '../verdict/problem-meanings.ts';
import type { Reading } from '../verdict/reading.ts';
import type { AttemptOutcome } from './attempt-outcome.ts';

/**
 * What an outcome tells about the operation that the key names:
 * - `settled`: it took effect, or never will; no earlier attempt can have done anything else.
 * - `not_acted`: this attempt did nothing, but an earlier one may have.
 * - `may_have_acted`: nobody on this side can know.
 */
export type Judgement = 'settled' | 'not_acted' | 'may_have_acted';

export function judgeOutcome(outcome: AttemptOutcome): Judgement {
  if (outcome.kind === 'unanswered') {
    return outcome.error === 'not_connected' ? 'not_acted' : 'may_have_acted';
  }
  return judgeReading(outcome.reading);
}

/** What is not charge-api's own word says nothing, also on the first attempt: the answer was lost, the effect was not. */
function judgeReading(reading: Reading): Judgement {
  switch (reading.kind) {
    case 'done':
      return 'settled';
    case 'pending':
    case 'unreadable':
      return 'may_have_acted';
    case 'refused':
      return JUDGEMENTS[PROBLEM_MEANINGS[reading.code].meaning];
  }
}

const JUDGEMENTS = {
  settles: 'settled',
  this_attempt_did_nothing: 'not_acted',
  says_nothing: 'may_have_acted',
} as const;
