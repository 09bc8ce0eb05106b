import { AnswerShapeError } from '../json/json-object-reader.ts';
import type { ExpectedAnswer } from './expected-answer.ts';
import { jsonBody } from './whole-answer.ts';

/** What a GET asked for. @param check throws AnswerShapeError for another resource than the one that was asked for */
export function expectRead<T>(
  read: (body: unknown) => T,
  check: (resource: T) => void = () => undefined,
): ExpectedAnswer {
  return {
    status: 200,
    judgeSuccess: (answer) => {
      check(read(jsonBody(answer, 'application/json')));
      return 'done';
    },
  };
}

/** @throws AnswerShapeError when an answer says another thing than the call asked for */
export function requireSame(member: string, said: unknown, asked: unknown): void {
  if (said !== asked) {
    throw new AnswerShapeError(`its ${member} is not the one that was asked for`);
  }
}
