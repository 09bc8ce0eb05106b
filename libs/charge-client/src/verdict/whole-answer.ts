import { AnswerShapeError } from '../json/json-object-reader.ts';
import { parseExactJson } from '../json/exact-json.ts';

/** An answer that arrived to its last byte, as far as HTTP can tell. Whose it is, nobody has judged yet. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** @throws AnswerShapeError for a body of another type, that is no JSON, or that is encoded in a way nobody undid */
export function jsonBody({ headers, body }: WholeAnswer, mediaType: string): unknown {
  const [declared] = (headers.get('content-type') ?? 'none').split(';', 1);
  if (declared?.trim().toLowerCase() !== mediaType) {
    throw new AnswerShapeError(`its content type is ${declared} and not ${mediaType}`);
  }
  return parse(body);
}

/**
 * Every failure is the body's: no JSON, cut, no UTF-8 because of a coding that nobody undid, or nested too deep for
 * the stack. Told by no class, for the errors of TextDecoder and JSON may come from another realm.
 */
function parse(body: Uint8Array): unknown {
  try {
    return parseExactJson(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new AnswerShapeError('its body cannot be read as JSON', { cause });
  }
}

/** @throws AnswerShapeError unless the header names the path; a gateway may have put its own address before it */
export function requirePath({ headers }: WholeAnswer, header: 'location' | 'content-location', path: string): void {
  const named = headers.get(header)?.split(/[?#]/, 1)[0];
  if (named === undefined || !named.endsWith(path)) {
    throw new AnswerShapeError(`its ${header} ${named === undefined ? 'is missing' : 'does not name its body'}`);
  }
}

export function isExpired({ headers }: WholeAnswer): boolean {
  return headers.get('idempotency-expired')?.toLowerCase() === 'true';
}
