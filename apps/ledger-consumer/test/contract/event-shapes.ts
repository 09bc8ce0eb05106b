import {
  CHARGE_EVENT_TYPES,
  CLOUDEVENTS_VERSION,
  EVENT_CONTENT_TYPE,
  EVENT_HEADERS,
  EVENT_SOURCE,
} from '@once/contracts';
import type { ConsumedRecord } from '@once/messaging';
import { textMatching } from '@once/contract-tools';
import { Matchers } from '@pact-foundation/pact';

const { integer, regex, string } = Matchers;

export const CHARGE_ID = '0193f5a0-7c4e-7bbb-8c00-000000000001';
export const EVENT_ID = '0193f5a0-7c4e-7bbb-8c00-0000000000e1';
export const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const OPERATION_ID = '0193f5a0-7c4e-7bbb-8c00-0000000000f1';
const OCCURRED_AT = '2026-11-20T10:00:00.000Z';

const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
const RFC_3339 = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$';

/** What of a Kafka record is neither value nor header. Pact knows headers only, so these have names no header has. */
export const RECORD_METADATA = { key: 'kafka_key', topic: 'kafka_topic' } as const;

export interface ExpectedEvent {
  readonly type: keyof typeof CHARGE_EVENT_TYPES;
  readonly version: number;
  readonly amountMinor: string;
  readonly isTraced?: boolean;
  /** Whether it says whose money moved; the events of charges from before accounts don't. */
  readonly isOfAccount?: boolean;
}

/**
 * The record around the body: CloudEvents in Kafka binary mode, the trace context as it was stored with the event, and
 * the key. The charge id comes from the state, so the places where it stands have to hold the same one.
 */
export const metadataOf = ({ type, isTraced = true }: ExpectedEvent) => ({
  [RECORD_METADATA.topic]: 'payments.charges.v1',
  [RECORD_METADATA.key]: CHARGE_ID,
  [EVENT_HEADERS.specVersion]: CLOUDEVENTS_VERSION,
  [EVENT_HEADERS.id]: regex(UUID, EVENT_ID),
  [EVENT_HEADERS.type]: CHARGE_EVENT_TYPES[type],
  [EVENT_HEADERS.source]: EVENT_SOURCE,
  [EVENT_HEADERS.subject]: CHARGE_ID,
  [EVENT_HEADERS.time]: regex(RFC_3339, OCCURRED_AT),
  [EVENT_HEADERS.partitionKey]: CHARGE_ID,
  [EVENT_HEADERS.contentType]: EVENT_CONTENT_TYPE,
  ...(isTraced
    ? { [EVENT_HEADERS.traceparent]: regex('^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$', TRACEPARENT) }
    : {}),
});

export const bodyOf = ({ version, amountMinor, isOfAccount = false }: ExpectedEvent) => ({
  charge_id: CHARGE_ID,
  version: integer(version),
  tenant_id: string('acme'),
  operation_id: textMatching(UUID, OPERATION_ID),
  // Text: a JSON number would lose integers above 2^53.
  amount_minor: textMatching('^[1-9]\\d{0,18}$', amountMinor),
  currency: textMatching('^[A-Z]{3}$', 'EUR'),
  currency_exponent: integer(2),
  provider: string('simulator'),
  occurred_at: textMatching(RFC_3339, OCCURRED_AT),
  // In whichever form it brings the idempotency key: the ledger has no use for it.
  request: { id: string('req_1') },
  ...(isOfAccount ? { provider_account: string('simulator:acct_1'), provider_effect_id: string('eff_1') } : {}),
});

/** A message of the contract, matchers replaced by their examples. */
export interface ContractMessage {
  contents: { content: unknown };
  metadata: Record<string, unknown>;
}

/** The message as the consumer's transport would hand it over. */
export function toRecord({ contents, metadata }: ContractMessage): ConsumedRecord {
  const { [RECORD_METADATA.key]: key, [RECORD_METADATA.topic]: topic, ...headers } = metadata;
  return {
    topic: String(topic),
    ...{ partition: 0, offset: '0', timestampMs: '0' },
    key: Buffer.from(String(key)),
    value: Buffer.from(JSON.stringify(contents.content)),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(String(value))])),
  };
}
