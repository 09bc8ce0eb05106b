import { AnswerShapeError, isJsonObject } from './json-object-reader.ts';

/** A problem+json body (RFC 9457) with charge-api's extension members, as far as the server sent them. */
export interface Problem {
  readonly title?: string | undefined;
  /** The HTTP status as the server set it, whatever came of it on the way. */
  readonly status?: number | undefined;
  readonly detail?: string | undefined;
  /** The server's own word; may be newer than this client. */
  readonly code?: string | undefined;
  readonly retryable?: boolean | undefined;
  readonly requestId?: string | undefined;
  readonly declineCode?: string | undefined;
  /** On reference_in_use: the charge that has the reference. */
  readonly chargeId?: string | undefined;
  /** On amount_too_large: what is left, as digits, for an error must survive JSON.stringify. */
  readonly amountLeft?: string | undefined;
  readonly errors: readonly FieldError[];
}

export interface FieldError {
  /** JSON pointer into the request's body. */
  readonly pointer: string;
  readonly detail: string;
}

/** @throws AnswerShapeError for what is no object */
export function parseProblem(value: unknown): Problem {
  if (!isJsonObject(value)) {
    throw new AnswerShapeError('the body is not a JSON object');
  }
  const { status, amount_left: left } = value;
  return {
    title: textOf(value['title']),
    status: typeof status === 'bigint' ? Number(status) : undefined,
    detail: textOf(value['detail']),
    code: textOf(value['code']),
    retryable: typeof value['retryable'] === 'boolean' ? value['retryable'] : undefined,
    requestId: textOf(value['request_id']),
    declineCode: textOf(value['decline_code']),
    chargeId: textOf(value['charge_id']),
    amountLeft: typeof left === 'bigint' ? left.toString() : undefined,
    errors: fieldErrorsOf(value['errors']),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function fieldErrorsOf(value: unknown): readonly FieldError[] {
  const items: unknown[] = Array.isArray(value) ? value : [];
  return items
    .filter(isJsonObject)
    .map((item) => ({ pointer: textOf(item['pointer']) ?? '', detail: textOf(item['detail']) ?? '' }));
}
