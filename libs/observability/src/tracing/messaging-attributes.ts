/**
 * OpenTelemetry's messaging semantic conventions, as far as we use them. They are still "in development" there, so span
 * names, kinds and attributes stand in this one file. Source: semantic-conventions, docs/messaging/messaging-spans.md and
 * kafka.md, of the version that the schema names.
 */
export const SEMANTIC_CONVENTIONS_VERSION = '1.45.0';
export const SCHEMA_URL = `https://opentelemetry.io/schemas/${SEMANTIC_CONVENTIONS_VERSION}`;

export const MESSAGING_ATTRIBUTES = {
  system: 'messaging.system',
  operationName: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  destination: 'messaging.destination.name',
  partition: 'messaging.destination.partition.id',
  consumerGroup: 'messaging.consumer.group.name',
  batchSize: 'messaging.batch.message_count',
  messageId: 'messaging.message.id',
  offset: 'messaging.kafka.offset',
} as const;

const SYSTEM = 'kafka';

/**
 * What is done with events, and the kind of span that the conventions give it: an event is created where it is appended
 * to the outbox, sent by the relay, processed by the consumer. The append's context is the one that travels, so it is
 * the PRODUCER and the relay a CLIENT.
 */
export const MESSAGING_OPERATIONS = {
  create: { type: 'create', kind: 'producer' },
  send: { type: 'send', kind: 'client' },
  process: { type: 'process', kind: 'consumer' },
} as const;

export type MessagingOperation = keyof typeof MESSAGING_OPERATIONS;

/** Name, kind and common attributes of a span over one event or a batch of them. */
export function messagingSpan(operation: MessagingOperation, topic: string) {
  const { type, kind } = MESSAGING_OPERATIONS[operation];
  return {
    name: `${operation} ${topic}`,
    kind,
    attributes: {
      [MESSAGING_ATTRIBUTES.system]: SYSTEM,
      [MESSAGING_ATTRIBUTES.operationName]: operation,
      [MESSAGING_ATTRIBUTES.operationType]: type,
      [MESSAGING_ATTRIBUTES.destination]: topic,
    },
  };
}
