import { HTTP_HEADERS, JSON_CONTENT_TYPE } from '@once/contracts';
import type { StoredAnswer } from '@once/idempotency';

/** A 2xx answer as the bytes that are sent and stored. */
export function resourceAnswer(status: 200 | 201, location: string, body: object): StoredAnswer {
  return {
    status,
    headers: { 'content-type': JSON_CONTENT_TYPE, [HTTP_HEADERS.location]: location },
    body: Buffer.from(JSON.stringify(body)),
  };
}

export const chargePath = (chargeId: string): string => `/v1/charges/${chargeId}`;
export const refundPath = (chargeId: string, refundId: string): string => `${chargePath(chargeId)}/refunds/${refundId}`;
