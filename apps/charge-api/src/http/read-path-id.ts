import { ProblemError } from './problem/problem.error.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id from the path. What is no UUID names nothing, so the answer is 404 like for any other unknown id. */
export function readPathId(text: string, what: string): string {
  if (!UUID.test(text)) throw new ProblemError('not_found', `There is no such ${what}.`);
  return text.toLowerCase();
}
