import {
  CLOUDEVENTS_VERSION,
  EVENT_CONTENT_TYPE,
  EVENT_HEADERS,
  EVENT_SOURCE,
  isChargeEventType,
  type ChargeEventType,
} from '@once/contracts';
import type { ConsumedRecord } from '@once/messaging';
import { rejected, type Rejection } from '../charge-event/decoded-event.ts';

export interface EventAttributes {
  readonly kind: 'ok';
  readonly eventId: string;
  readonly type: ChargeEventType;
  readonly subject: string;
  readonly partitionKey?: string;
  readonly chargeVersion?: string;
  readonly traceparent?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** W3C Trace Context level 1: version, trace id, parent id, flags. */
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

type Headers = ConsumedRecord['headers'];

/** The text of a header that occurs once. Twice is ambiguous, which is as good as not at all. */
const single = (headers: Headers, name: string): string | undefined => {
  const value: unknown = headers[name];
  return Buffer.isBuffer(value) || typeof value === 'string' ? value.toString() : undefined;
};

/** Header problems, most telling first: what is not ours is foreign, whatever else is wrong with it. */
const problemOf = (headers: Headers): Rejection | undefined => {
  const get = (name: string): string | undefined => single(headers, name);
  if (get(EVENT_HEADERS.specVersion) !== CLOUDEVENTS_VERSION) {
    return rejected('foreign_event', `${EVENT_HEADERS.specVersion} is not ${CLOUDEVENTS_VERSION}`);
  }
  if (get(EVENT_HEADERS.source) !== EVENT_SOURCE) {
    return rejected('foreign_event', `${EVENT_HEADERS.source} is not ${EVENT_SOURCE}`);
  }
  if (!isChargeEventType(get(EVENT_HEADERS.type) ?? '')) {
    return rejected('foreign_event', `${EVENT_HEADERS.type} is not a type that the ledger knows`);
  }
  if (!UUID.test(get(EVENT_HEADERS.id) ?? '')) return rejected('invalid_header', `${EVENT_HEADERS.id} is not one UUID`);
  const mediaType = get(EVENT_HEADERS.contentType)?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== EVENT_CONTENT_TYPE) {
    return rejected('unsupported_content_type', `${EVENT_HEADERS.contentType} is not ${EVENT_CONTENT_TYPE}`);
  }
  return undefined;
};

/** Reads the CloudEvents attributes of a record (Kafka binary mode) or says why they are not ours. */
export function readEventHeaders(headers: Headers): EventAttributes | Rejection {
  const problem = problemOf(headers);
  if (problem) return problem;
  const partitionKey = single(headers, EVENT_HEADERS.partitionKey);
  const chargeVersion = single(headers, EVENT_HEADERS.chargeVersion);
  const traceparent = single(headers, EVENT_HEADERS.traceparent);
  return {
    kind: 'ok',
    eventId: (single(headers, EVENT_HEADERS.id) ?? '').toLowerCase(),
    type: single(headers, EVENT_HEADERS.type) as ChargeEventType,
    subject: single(headers, EVENT_HEADERS.subject) ?? '',
    ...(partitionKey === undefined ? {} : { partitionKey }),
    ...(chargeVersion === undefined ? {} : { chargeVersion }),
    // A broken trace context costs the trace, not the payment.
    ...(traceparent !== undefined && TRACEPARENT.test(traceparent) ? { traceparent } : {}),
  };
}
