import { ProblemError } from './problem/problem.error.ts';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
/** RFC 8941 string: printable ASCII in double quotes, with backslash before quote and backslash. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/** True for what a key can be once its quotes are gone; nothing else is ever stored, or can be looked up. */
export const isIdempotencyKey = (text: string): boolean => VISIBLE_ASCII.test(text);

const refuse = (): never => {
  throw new ProblemError(
    'idempotency_key_invalid',
    'Idempotency-Key must be sent once, as 1 to 255 visible ASCII characters, with or without double quotes.',
  );
};

/**
 * The key that a header names. `"abc"` (a structured-field string, as the IETF draft writes it) and `abc` (as everyone
 * sends it) are one key. A header sent twice arrives joined by comma and space and is refused.
 * @throws ProblemError `idempotency_key_missing` or `idempotency_key_invalid`
 */
export function readIdempotencyKey(header: string | string[] | undefined): string {
  if (header === undefined || header === '') {
    throw new ProblemError('idempotency_key_missing', 'Send an Idempotency-Key header that names this operation.');
  }
  if (typeof header !== 'string') return refuse();
  if (!header.startsWith('"')) return isIdempotencyKey(header) ? header : refuse();
  const quoted = QUOTED.exec(header)?.[1];
  const key = quoted?.replaceAll(/\\(["\\])/g, '$1');
  return key !== undefined && isIdempotencyKey(key) ? key : refuse();
}
