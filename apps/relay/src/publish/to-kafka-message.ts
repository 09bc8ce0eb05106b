import { CLOUDEVENTS_VERSION, EVENT_CONTENT_TYPE, EVENT_HEADERS, EVENT_SOURCE } from '@once/contracts';
import type { OutboxRow } from '@once/outbox';

/** A Kafka record in CloudEvents 1.0 binary mode. */
export interface ChargeEventMessage {
  key: string;
  value: string;
  partition: number;
  headers: Record<string, string>;
}

/**
 * The record for an outbox row. The same row gives the same record at every publishing, byte for byte, so that a repeat
 * can be told from another event with the same id.
 */
export function toKafkaMessage(row: OutboxRow): ChargeEventMessage {
  return {
    key: row.chargeId,
    value: row.payload,
    partition: row.shard,
    headers: {
      [EVENT_HEADERS.specVersion]: CLOUDEVENTS_VERSION,
      [EVENT_HEADERS.id]: row.eventId,
      [EVENT_HEADERS.type]: row.eventType,
      [EVENT_HEADERS.source]: EVENT_SOURCE,
      [EVENT_HEADERS.subject]: row.chargeId,
      [EVENT_HEADERS.time]: row.occurredAt.toISOString(),
      [EVENT_HEADERS.partitionKey]: row.chargeId,
      [EVENT_HEADERS.chargeVersion]: String(row.version),
      [EVENT_HEADERS.contentType]: EVENT_CONTENT_TYPE,
      // As it was stored: the relay adds no hop of its own to the operation's trace, it links to it.
      ...(row.traceparent === null ? {} : { [EVENT_HEADERS.traceparent]: row.traceparent }),
    },
  };
}
