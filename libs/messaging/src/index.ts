export { KafkaBatchContext } from './consumer/kafka-batch.context.ts';
export { HANDLER_FAILED, type KafkaBatchOptions } from './consumer/kafka-batch.options.ts';
export { KafkaBatchStrategy } from './consumer/kafka-batch.strategy.ts';
export type { PausedPartition, TopicPartition } from './consumer/partition-pauses.ts';
export type { Backoff, ChunkOutcome, ConsumedRecord, RecordChunk } from './consumer/record-chunk.ts';
export { createKafka, type KafkaClientOptions } from './kafka-client.ts';
export type { KafkaLogger } from './kafka-log.ts';
export type { SendOutcome, SendRejection } from './producer/producer-outcome.ts';
export {
  openProducer,
  SingleSendProducer,
  type PartitionedMessage,
  type SingleSendProducerOptions,
} from './producer/single-send-producer.ts';
export { TopicProbe, type TopicProbeOptions } from './topic-probe.ts';
export { CONSUMER_METRICS } from './consumer/consumer-metrics.ts';
