/**
 * Names of OpenTelemetry's messaging semantic conventions that we use. They are still "in development" there, so they
 * stand in one file. Source: opentelemetry semantic-conventions, docs/messaging/messaging-spans.md and kafka.md.
 */
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

export const MESSAGING_SYSTEM_KAFKA = 'kafka';
