import { HTTP_HEADERS, PROBLEM_CONTENT_TYPE, PROBLEM_KINDS, type ProblemBody, type ProblemCode } from '@once/contracts';
import type { StoredAnswer } from '@once/idempotency';
import type { ProblemExtras } from './problem.error.ts';

export interface ProblemDetails {
  code: ProblemCode;
  detail: string;
  instance: string;
  requestId: string;
  extras?: ProblemExtras;
}

/** An RFC 9457 answer as bytes, with the headers that tell a client whether to try again. */
export function problemAnswer({ code, detail, instance, requestId, extras = {} }: ProblemDetails): StoredAnswer {
  const { status, retryable, title } = PROBLEM_KINDS[code];
  const body: ProblemBody = {
    type: `https://once.example/problems/${code}`,
    title,
    status,
    detail,
    instance,
    code,
    retryable,
    request_id: requestId,
    ...extras,
  };
  return {
    status,
    headers: { 'content-type': PROBLEM_CONTENT_TYPE, [HTTP_HEADERS.shouldRetry]: String(retryable) },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** Whole seconds of a Retry-After header; never 0, which would invite an immediate repetition. */
export const retryAfterSeconds = (retryAfterMs: number): string => String(Math.max(1, Math.ceil(retryAfterMs / 1000)));
