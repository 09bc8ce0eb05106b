import { EVENT_HEADERS, type ChargeEvent } from '@once/contracts';
import type { ConsumedRecord } from '@once/messaging';
import { entryTypeOf } from '../charge-event/posting-rule.ts';
import { rejected, type Decoded, type DecodedEvent, type Rejection } from '../charge-event/decoded-event.ts';
import { payloadHashes } from './payload-hashes.ts';
import { readEventBody } from './read-event-body.ts';
import { readEventHeaders, type EventAttributes } from './read-event-headers.ts';

/** Our events are below 2 KiB. The bound keeps a stranger's megabyte out of the JSON parser. */
const MAX_EVENT_BYTES = 64 * 1024;

/**
 * The charge's id stands in four places and its version in two; a record whose places disagree would be ordered under
 * the wrong charge, or as another event of it by whoever reads only the headers.
 */
const identityProblem = (
  record: ConsumedRecord,
  attributes: EventAttributes,
  body: ChargeEvent,
): Rejection | undefined => {
  const { subject, partitionKey = subject } = attributes;
  const key = record.key?.toString() ?? '';
  if (![key, subject, partitionKey].every((id) => id === body.charge_id)) {
    return rejected('key_mismatch', 'record key, ce_subject, ce_partitionkey and charge_id are not the same');
  }
  const { chargeVersion = String(body.version) } = attributes;
  if (chargeVersion === String(body.version)) return undefined;
  return rejected('invalid_header', `${EVENT_HEADERS.chargeVersion} is not the version of the body`);
};

const toEvent = (record: ConsumedRecord, attributes: EventAttributes, body: ChargeEvent): DecodedEvent => ({
  eventId: attributes.eventId,
  chargeId: body.charge_id.toLowerCase(),
  version: BigInt(body.version),
  payloadHashes: payloadHashes(attributes.type, body),
  origin: { topic: record.topic, partition: record.partition, offset: record.offset },
  type: attributes.type,
  tenantId: body.tenant_id,
  operationId: body.operation_id.toLowerCase(),
  providerAccount: body.provider_account ?? null,
  providerEffectId: body.provider_effect_id ?? null,
  amountMinor: BigInt(body.amount_minor),
  currency: body.currency,
  currencyExponent: body.currency_exponent,
  occurredAt: body.occurred_at,
  ...(attributes.traceparent === undefined ? {} : { traceparent: attributes.traceparent }),
});

/** Turns the bytes of a record into a charge event, or says why it is none. Pure; never throws on any input. */
export function decodeChargeEvent(record: ConsumedRecord): Decoded {
  const { value } = record;
  if (value === null) return rejected('missing_value', 'the record has no value');
  if (value.length > MAX_EVENT_BYTES) return rejected('oversized', `the value has ${value.length} bytes`);
  const attributes = readEventHeaders(record.headers);
  if (attributes.kind === 'rejected') return attributes;
  const read = readEventBody(value);
  if (read.kind === 'rejected') return read;
  const problem = identityProblem(record, attributes, read.body);
  if (problem) return problem;
  const event = toEvent(record, attributes, read.body);
  if (entryTypeOf(event.type) && event.amountMinor === 0n) {
    return rejected('invalid_body', 'amount_minor: must not be 0 where money moves');
  }
  return { kind: 'ok', event };
}
