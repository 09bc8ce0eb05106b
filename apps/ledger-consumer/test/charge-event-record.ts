import {
  CHARGE_EVENT_TYPES,
  CLOUDEVENTS_VERSION,
  EVENT_CONTENT_TYPE,
  EVENT_HEADERS,
  EVENT_SOURCE,
  type ChargeEvent,
} from '@once/contracts';
import type { ConsumedRecord } from '@once/messaging';
import { randomUUID } from 'node:crypto';

export interface TestEvent {
  eventId?: string;
  type?: keyof typeof CHARGE_EVENT_TYPES;
  chargeId?: string;
  version?: number;
  body?: Partial<ChargeEvent>;
  headers?: ConsumedRecord['headers'];
}

export interface KafkaRecord {
  key: string;
  value: string;
  headers: Record<string, string>;
}

/** A record as the relay publishes it; every part can be given. */
export function kafkaRecord(event: TestEvent = {}): KafkaRecord {
  const chargeId = event.chargeId ?? event.body?.charge_id ?? randomUUID();
  const body: ChargeEvent = {
    charge_id: chargeId,
    version: event.version ?? 1,
    tenant_id: 'acme',
    operation_id: randomUUID(),
    amount_minor: '1099',
    currency: 'EUR',
    currency_exponent: 2,
    provider: 'simulator',
    occurred_at: '2026-11-20T10:00:00.123Z',
    request: { id: 'req_1', idempotency_key_sha256: 'a'.repeat(64) },
    ...event.body,
  };
  return { key: chargeId, value: JSON.stringify(body), headers: { ...headersOf(event, chargeId), ...given(event) } };
}

const given = (event: TestEvent) => event.headers as Record<string, string> | undefined;

const headersOf = (event: TestEvent, chargeId: string): Record<string, string> => ({
  [EVENT_HEADERS.specVersion]: CLOUDEVENTS_VERSION,
  [EVENT_HEADERS.id]: event.eventId ?? randomUUID(),
  [EVENT_HEADERS.type]: CHARGE_EVENT_TYPES[event.type ?? 'captured'],
  [EVENT_HEADERS.source]: EVENT_SOURCE,
  [EVENT_HEADERS.subject]: chargeId,
  [EVENT_HEADERS.time]: '2026-11-20T10:00:00.123Z',
  [EVENT_HEADERS.partitionKey]: chargeId,
  [EVENT_HEADERS.chargeVersion]: String(event.version ?? 1),
  [EVENT_HEADERS.contentType]: EVENT_CONTENT_TYPE,
  [EVENT_HEADERS.traceparent]: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
});

const toBytes = (headers: ConsumedRecord['headers']): ConsumedRecord['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? Buffer.from(value) : value]),
  );

export interface RecordPlace {
  topic?: string;
  partition?: number;
  offset?: number;
}

/** The same record as a consumer sees it: bytes, at a place. */
export function consumedRecord(event: TestEvent = {}, place: RecordPlace = {}): ConsumedRecord {
  const { key, value, headers } = kafkaRecord(event);
  return {
    topic: place.topic ?? 'payments.charges.v1',
    partition: place.partition ?? 0,
    offset: String(place.offset ?? 0),
    timestampMs: '1795171526056',
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: toBytes(headers),
  };
}
