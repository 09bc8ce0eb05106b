import { AnswerShapeError } from '../json/json-object-reader.ts';
import { parseProblem } from '../json/problem.ts';
import { readCharge, type Charge } from '../resources/charge.ts';
import { requireSame } from './expect-read.ts';
import type { ExpectedAnswer } from './expected-answer.ts';
import { isServerErrorCode, PROBLEM_MEANINGS } from './problem-meanings.ts';
import type { Reading } from './reading.ts';
import { isExpired, jsonBody, requirePath, type WholeAnswer } from './whole-answer.ts';

/** Says what an answer is. What cannot be read whole, or is not ours, is `unreadable`: never a verdict. */
export function readAnswer(answer: WholeAnswer, expected: ExpectedAnswer): Reading {
  try {
    return readOurs(answer, expected);
  } catch (error) {
    if (error instanceof AnswerShapeError) {
      return { kind: 'unreadable', why: error.message };
    }
    throw error;
  }
}

function readOurs(answer: WholeAnswer, expected: ExpectedAnswer): Reading {
  const { status } = answer;
  if (status === 202 && expected.checkCharge !== undefined) {
    return { kind: 'pending', chargeId: readOwnCharge(answer, expected.checkCharge).id };
  }
  if (status === expected.status || (status === 200 && isExpired(answer))) {
    return expected.judgeSuccess(answer) === 'done' ? { kind: 'done' } : refused('operation_not_performed');
  }
  if (status === 402 && isExpired(answer) && isJson(answer) && expected.checkCharge !== undefined) {
    return readExpiredDecline(answer, expected.checkCharge);
  }
  if (status < 400) {
    throw new AnswerShapeError(`its status ${status} is none that this call can have`);
  }
  return readProblem(answer);
}

function readOwnCharge(answer: WholeAnswer, check: (charge: Charge) => void): Charge {
  const charge = readCharge(jsonBody(answer, 'application/json'));
  check(charge);
  requirePath(answer, isExpired(answer) ? 'content-location' : 'location', `/v1/charges/${charge.id}`);
  return charge;
}

/** The bytes of the decline are gone; the charge that it left behind is sent in their place. */
function readExpiredDecline(answer: WholeAnswer, check: (charge: Charge) => void): Reading {
  const { status } = readOwnCharge(answer, check);
  requireSame('status', status, 'failed');
  return refused('card_declined');
}

function isJson({ headers }: WholeAnswer): boolean {
  return headers.get('content-type')?.toLowerCase().startsWith('application/json') === true;
}

function readProblem(answer: WholeAnswer): Reading {
  const problem = parseProblem(jsonBody(answer, 'application/problem+json'));
  const { code, status } = problem;
  if (code === undefined || !isServerErrorCode(code)) {
    throw new AnswerShapeError('its problem has no code that charge-api is known to send');
  }
  // The status inside and outside: a gateway that maps one to the other leaves a pair that is not charge-api's.
  if (PROBLEM_MEANINGS[code].status !== answer.status || status !== answer.status) {
    throw new AnswerShapeError(`its code ${code} does not come with status ${answer.status}`);
  }
  return { kind: 'refused', code, problem };
}

const refused = (code: 'operation_not_performed' | 'card_declined'): Reading => ({
  kind: 'refused',
  code,
  problem: undefined,
});
