import { PROBLEM_KINDS, type ProblemCode } from '@once/contracts';
import { ProblemError } from '../http/problem/problem.error.ts';
import type { StoredRefusal } from './find-refusal.sql.ts';

const DETAIL = 'This was refused when the key was first used. The details of that answer have expired.';

/** Only the provider's word is stored under 402, and its decline code may be spelt like one of our codes. */
const DECLINED_STATUS = 402;

const isCodeOf = (status: number, code: string): code is ProblemCode =>
  Object.hasOwn(PROBLEM_KINDS, code) && PROBLEM_KINDS[code as ProblemCode].status === status;

/**
 * A refusal whose stored bytes are gone, said again with its status and code.
 * @throws Error where status and code don't belong together: a wrong word about money is worse than none.
 */
export function expiredRefusal(status: number, { chargeId, failureCode }: StoredRefusal): ProblemError {
  if (status === DECLINED_STATUS) {
    return new ProblemError('card_declined', DETAIL, { extras: { charge_id: chargeId, decline_code: failureCode } });
  }
  if (isCodeOf(status, failureCode)) return new ProblemError(failureCode, DETAIL, { extras: { charge_id: chargeId } });
  throw new Error(`a refusal was stored with status ${status} and code ${failureCode}, which has another status`);
}
