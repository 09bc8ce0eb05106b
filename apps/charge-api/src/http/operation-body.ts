import type { JsonValue } from '@once/idempotency';
import type { z } from 'zod';
import { judgeJson } from './judge-json.ts';
import { ProblemError } from './problem/problem.error.ts';

export interface OperationBody<T> {
  /** What the caller wrote, before defaults: the fingerprint is taken of this. */
  input: JsonValue;
  command: T;
}

/** RFC 6901 JSON pointer, as the `errors` of a problem name the place. */
const pointerTo = (path: PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** `detail` of the problem whose `errors` name the members. */
export const INVALID_BODY = 'The body does not fit; see errors.';

const MAX_ERRORS = 20;
const MAX_DETAIL = 200;

const problemOf = (error: z.ZodError): ProblemError => {
  const errors = error.issues.slice(0, MAX_ERRORS).map(({ path, message }) => ({
    pointer: pointerTo(path).slice(0, MAX_DETAIL),
    detail: message.slice(0, MAX_DETAIL),
  }));
  return new ProblemError('invalid_request', INVALID_BODY, { extras: { errors } });
};

/** Taking what was not understood for nothing would turn a partial refund into a full one. */
const inputOf = (body: unknown): JsonValue => {
  if (body === undefined || body === null) return {};
  if (!Buffer.isBuffer(body)) throw new TypeError('the body was parsed by somebody else: expected its bytes');
  return judgeJson(body);
};

/**
 * Reads one request body: JSON by its text, then the schema.
 * An absent body counts as `{}`, for operations whose members are all optional.
 * @throws ProblemError `invalid_json` or `invalid_request` with a pointer to each member
 */
export function readOperationBody<S extends z.ZodType>(schema: S, body: unknown): OperationBody<z.output<S>> {
  const input = inputOf(body);
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw problemOf(parsed.error);
  return { input, command: parsed.data };
}
