import {
  CHARGE_EVENT_TYPES,
  CHARGES_DEAD_LETTER_TOPIC,
  CHARGES_TOPIC,
  chargeEventHeadersSchema,
  chargeEventSchema,
  CLOUDEVENTS_VERSION,
  EVENT_CONTENT_TYPE,
  EVENT_HEADERS,
  EVENT_SOURCE,
  SHARD_COUNT,
  toJsonSchemas,
} from '@once/contracts';

type EventName = keyof typeof CHARGE_EVENT_TYPES;

const DESCRIPTION = `What became of charges, for everyone who keeps books or tells customers.

Delivery is at least once: drop an event whose \`${EVENT_HEADERS.id}\` was seen before. The first occurrences of a
charge's events come in the order of \`version\`, which counts from 1 without a gap; a repeat may come at any time
later. Ignore members and headers that you do not know, and advance over types that you do not know.`;

/** The partition never changes for a charge, also when the topic grows. */
const PARTITIONING = `The key is the id of the charge. The partition is its shard: murmur2 of the key, as Kafka's own
clients compute it, modulo ${SHARD_COUNT}; fixed when the charge was made.`;

const SUMMARIES: Record<EventName, string> = {
  authorized: 'The amount is reserved; no money has moved.',
  captured: 'The amount was taken.',
  refunded: 'The amount was given back, in whole or in part.',
  canceled: 'The authorization was released by its merchant.',
  expired: 'The authorization was released because its time was over.',
  failed: 'The charge was refused or never took place; no money has moved.',
};

const NAMES = Object.keys(CHARGE_EVENT_TYPES) as EventName[];
const CHARGE_ID = '01a1f8d8-3b00-757f-acef-2690dfcc94a2';
const TIME = '2026-11-20T10:00:00.123Z';

/** What makes the second event of a charge, and what its first. */
const SECOND: ReadonlySet<EventName> = new Set(['refunded', 'canceled', 'expired']);

const exampleHeaders = (name: EventName) => ({
  [EVENT_HEADERS.specVersion]: CLOUDEVENTS_VERSION,
  [EVENT_HEADERS.id]: '8f1c2b1e-5d0f-4b7a-9a53-0f5a6c1d2e3f',
  [EVENT_HEADERS.type]: CHARGE_EVENT_TYPES[name],
  [EVENT_HEADERS.source]: EVENT_SOURCE,
  [EVENT_HEADERS.subject]: CHARGE_ID,
  [EVENT_HEADERS.time]: TIME,
  [EVENT_HEADERS.partitionKey]: CHARGE_ID,
  [EVENT_HEADERS.chargeVersion]: SECOND.has(name) ? '2' : '1',
  [EVENT_HEADERS.contentType]: EVENT_CONTENT_TYPE,
  [EVENT_HEADERS.traceparent]: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
});

const exampleBody = (name: EventName) => ({
  ...{ charge_id: CHARGE_ID, version: SECOND.has(name) ? 2 : 1, tenant_id: '01a1f8d8-3b00-7580-8000-2690dfcc94a2' },
  ...{ operation_id: '01a1f8d8-3b00-7581-8000-2690dfcc94a2', amount_minor: name === 'refunded' ? '500' : '1099' },
  ...{ currency: 'EUR', currency_exponent: 2, provider: 'simulator', occurred_at: TIME },
  ...{ provider_account: 'simulator:acct_5f0c1e2d3b4a59687f0e1d2c' },
  // A refusal did nothing at the provider that could have an id.
  ...(name === 'failed' ? {} : { provider_effect_id: `eff_${name}` }),
  request: {
    id: 'req_01a1f8d8-3aeb-7604-af2e-7c2d32451bca',
    idempotency_key_sha256: '173d0ddbff034193face7ce60d3f58b416940a4c29306f9af512e4e8f2bf61e3',
  },
});

const ref = (path: string): { $ref: string } => ({ $ref: `#/${path}` });

const messageOf = (name: EventName) => ({
  name: CHARGE_EVENT_TYPES[name],
  title: `charge ${name}`,
  summary: SUMMARIES[name],
  contentType: EVENT_CONTENT_TYPE,
  headers: {
    allOf: [ref('components/schemas/ChargeEventHeaders')],
    properties: { [EVENT_HEADERS.type]: { const: CHARGE_EVENT_TYPES[name] } },
  },
  payload: ref('components/schemas/ChargeEvent'),
  bindings: {
    kafka: { key: { type: 'string', format: 'uuid', description: 'Id of the charge.' }, bindingVersion: '0.5.0' },
  },
  examples: [{ name, headers: exampleHeaders(name), payload: exampleBody(name) }],
});

const channelMessages = Object.fromEntries(NAMES.map((name) => [name, ref(`components/messages/${name}`)]));

const channel = (address: string, title: string, description: string) => ({
  ...{ address, title, description, servers: [ref('servers/kafka')], messages: channelMessages },
  bindings: { kafka: { topic: address, partitions: SHARD_COUNT, bindingVersion: '0.5.0' } },
});

/** The AsyncAPI 3 document of the charges topic: schemas from the contract, names from the contract. */
export const asyncApiDocument = () => ({
  asyncapi: '3.0.0',
  info: {
    ...{ title: 'charge events', version: '1', description: DESCRIPTION },
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  },
  defaultContentType: EVENT_CONTENT_TYPE,
  servers: { kafka: { host: 'kafka:9092', protocol: 'kafka', description: 'The brokers of KAFKA_BROKERS.' } },
  channels: {
    charges: channel(CHARGES_TOPIC, 'Events of charges', PARTITIONING),
    deadLetters: channel(
      CHARGES_DEAD_LETTER_TOPIC,
      'Copies of parked records',
      'For people and dashboards: what the ledger has set aside. The truth about it is in the database of the ledger.',
    ),
  },
  operations: {
    publishChargeEvents: {
      ...{ action: 'send', channel: ref('channels/charges'), summary: 'relay publishes what charge-api has stored.' },
      messages: NAMES.map((name) => ref(`channels/charges/messages/${name}`)),
    },
    consumeChargeEvents: {
      ...{ action: 'receive', channel: ref('channels/charges'), summary: 'ledger-consumer posts what moves money.' },
      messages: NAMES.map((name) => ref(`channels/charges/messages/${name}`)),
      bindings: {
        kafka: { groupId: { type: 'string', enum: ['ledger-consumer'] }, bindingVersion: '0.5.0' },
      },
    },
  },
  components: {
    messages: Object.fromEntries(NAMES.map((name) => [name, messageOf(name)])),
    schemas: toJsonSchemas(
      { ChargeEvent: chargeEventSchema, ChargeEventHeaders: chargeEventHeadersSchema },
      { io: 'output', uri: (name) => `#/components/schemas/${name}` },
    ),
  },
});
