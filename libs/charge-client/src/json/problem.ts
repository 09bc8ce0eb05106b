import { parseExactJson } from './exact-json.ts';
import { isJsonObject } from './json-object-reader.ts';

/** A problem+json body (RFC 9457) with charge-api's extension members, as far as the server sent them. */
export interface Problem {
  readonly title?: string | undefined;
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

/** Undefined for what is no problem document: the page of a proxy, an empty body. */
export function parseProblem(body: Uint8Array): Problem | undefined {
  const members = parseObject(body);
  if (members === undefined) {
    return undefined;
  }
  const left = members['amount_left'];
  return {
    title: textOf(members['title']),
    detail: textOf(members['detail']),
    code: textOf(members['code']),
    retryable: typeof members['retryable'] === 'boolean' ? members['retryable'] : undefined,
    requestId: textOf(members['request_id']),
    declineCode: textOf(members['decline_code']),
    chargeId: textOf(members['charge_id']),
    amountLeft: typeof left === 'bigint' ? left.toString() : undefined,
    errors: fieldErrorsOf(members['errors']),
  };
}

function parseObject(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value = parseExactJson(new TextDecoder().decode(body));
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    // Proxies answer errors with HTML: the status then is all there is to know.
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
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
