import type { RawRequest } from '../request/charge-client-options.ts';
import { ChargeClientError } from '../errors/charge-client.error.ts';
import { parseExactJson } from '../json/exact-json.ts';
import { AnswerShapeError, isJsonObject } from '../json/json-object-reader.ts';
import type { CreateChargeInput } from '../request/request-bodies.ts';
import { expectCanceled, expectCaptured, expectCreated, expectRefunded } from './expect-operation.ts';
import type { ExpectedAnswer } from './expected-answer.ts';
import { jsonBody } from './whole-answer.ts';

const CHANGE = /^\/v1\/charges\/([^/?]+)\/(capture|cancel|refunds)$/;

/** Bytes that the client did not make are compared with their answer as far as they can be read as a request. */
export function expectRaw(request: RawRequest): ExpectedAnswer {
  const body = request.method === 'POST' ? parseBody(request.rawBody) : undefined;
  return (body === undefined ? undefined : expectOfBody(request.path, body)) ?? expectObject(request);
}

function expectOfBody(path: string, body: Record<string, unknown>): ExpectedAnswer | undefined {
  const [, chargeId, change] = CHANGE.exec(path) ?? [];
  try {
    // Read as what the path says that it is; what the service would refuse has no success to be compared with.
    if (path === '/v1/charges') return expectCreated(body as unknown as CreateChargeInput);
    if (chargeId === undefined) return undefined;
    if (change === 'cancel') return expectCanceled(chargeId);
    return change === 'capture' ? expectCaptured(chargeId, body) : expectRefunded(chargeId, body);
  } catch (error) {
    if (error instanceof ChargeClientError) return undefined;
    throw error;
  }
}

function parseBody(rawBody: RawRequest['rawBody']): Record<string, unknown> | undefined {
  try {
    const text = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody);
    const value = parseExactJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    // Malformed on purpose perhaps: that is what raw requests are for, and the service says so.
    return undefined;
  }
}

function expectObject({ method, path }: RawRequest): ExpectedAnswer {
  const isCreation = method === 'POST' && /\/(charges|refunds)(\?|$)/.test(path);
  return {
    status: isCreation ? 201 : 200,
    judgeSuccess: (answer) => {
      if (!isJsonObject(jsonBody(answer, 'application/json'))) throw new AnswerShapeError('its body is no JSON object');
      return 'done';
    },
    checkCharge: method === 'GET' ? undefined : () => undefined,
  };
}
