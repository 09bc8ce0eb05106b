import { z } from 'zod';
import { CHARGE_EVENT_TYPES } from './charge-event-type.ts';
import { CLOUDEVENTS_VERSION, EVENT_CONTENT_TYPE, EVENT_HEADERS, EVENT_SOURCE } from './event-headers.ts';

const chargeId = z.uuid().meta({ description: 'Id of the charge, as in the key and the body.' });

/** Headers of every record on the charges topic: CloudEvents 1.0 in Kafka binary mode. */
export const chargeEventHeadersSchema = z.object({
  [EVENT_HEADERS.specVersion]: z.literal(CLOUDEVENTS_VERSION),
  [EVENT_HEADERS.id]: z.uuid().meta({ description: 'Id of the event: drop what was seen before. Never order by it.' }),
  [EVENT_HEADERS.type]: z.enum(CHARGE_EVENT_TYPES),
  [EVENT_HEADERS.source]: z.literal(EVENT_SOURCE),
  [EVENT_HEADERS.subject]: chargeId,
  [EVENT_HEADERS.time]: z.iso.datetime(),
  [EVENT_HEADERS.partitionKey]: chargeId,
  [EVENT_HEADERS.chargeVersion]: z
    .string()
    .regex(/^[1-9]\d*$/)
    .optional()
    .meta({ description: '`version` of the body, for whoever can not read that. Absent in events of 0.1.0.' }),
  [EVENT_HEADERS.contentType]: z.literal(EVENT_CONTENT_TYPE),
  [EVENT_HEADERS.traceparent]: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .optional()
    .meta({ description: 'W3C Trace Context of the request behind the event, unless that was not traced.' }),
});
