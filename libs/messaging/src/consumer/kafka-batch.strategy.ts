import { Logger } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Consumer, ConsumerCrashEvent, ConsumerGroupJoinEvent, EachBatchPayload } from 'kafkajs';
import { lastValueFrom } from 'rxjs';
import { consumeBatch, type BatchConsumer } from './consume-batch.ts';
import { ConsumerVitals } from './consumer-vitals.ts';
import {
  HANDLER_FAILED,
  HANDLER_FAILED_BACKOFF,
  consumerConfig,
  heartbeatIntervalMs,
  type KafkaBatchOptions,
} from './kafka-batch.options.ts';
import { KafkaBatchContext } from './kafka-batch.context.ts';
import { patchKafkajsHeaderDecoder } from './kafkajs-header-decoder.patch.ts';
import { keepRetriable } from './keep-retriable.ts';
import { oldestOpenRecordMs } from './oldest-open-record.ts';
import { PartitionLag, type Lag } from './partition-lag.ts';
import { PartitionPauses, type PausedPartition, type TopicPartition } from './partition-pauses.ts';
import { chunkOutcomeOf, type ChunkOutcome, type RecordChunk } from './record-chunk.ts';

/**
 * Nest transport over kafkajs `eachBatch`: a handler is `@EventPattern<string>(topic)`, gets a `RecordChunk` as payload
 * and returns a `ChunkOutcome`. Nest's own Kafka transport is `eachMessage` only, parses JSON before anyone looked, and
 * lets a filter swallow an error together with its record.
 */
export class KafkaBatchStrategy extends Server implements CustomTransportStrategy {
  /** Nest then leaves a handler's failure to us instead of only logging it. */
  override readonly propagatesEventHandlerErrors = true;
  protected override readonly logger = new Logger(KafkaBatchStrategy.name);
  private readonly consumer: Consumer;
  private readonly pauses: PartitionPauses;
  private readonly vitals: ConsumerVitals;
  private readonly lags = new PartitionLag();
  private assigned = 0;

  constructor(private readonly options: KafkaBatchOptions) {
    super();
    patchKafkajsHeaderDecoder();
    this.pauses = new PartitionPauses(options.pauseMs);
    this.vitals = new ConsumerVitals({ aliveWithinMs: options.aliveWithinMs, now: () => performance.now() });
    this.consumer = options.kafka.consumer(consumerConfig(options));
    this.watchConsumer();
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.consumer.connect();
      const topics = [...this.messageHandlers.keys()].map((pattern) => this.options.topics?.[pattern] ?? pattern);
      // From the beginning: a group without offsets (a new one, or one whose offsets expired) must not skip payments.
      await this.consumer.subscribe({ topics, fromBeginning: true });
      await this.consumer.run({
        eachBatch: (payload) => keepRetriable(() => consumeBatch(payload, this.batchConsumer())),
        // True would mark a batch as done although we left it half-way.
        eachBatchAutoResolve: false,
        // Offsets are committed after the database, by us.
        autoCommit: false,
        partitionsConsumedConcurrently: this.options.partitionsConsumedConcurrently,
      });
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Waits for the running chunk, commits what it did, and leaves the group, so that others take over at once. */
  async close(): Promise<void> {
    this.pauses.clear();
    this.vitals.died('it was closed');
    await this.consumer.disconnect();
  }

  on(): never {
    throw new Error('this transport has no events to subscribe to: use assertAlive(), pausedPartitions() and lag()');
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- declared so by the base class
  unwrap<T>(): T {
    return this.consumer as T;
  }

  /** @throws Error that says why the consumer is not working. A paused partition is no such reason. */
  assertAlive(): void {
    this.vitals.assertAlive();
  }

  pausedPartitions(): PausedPartition[] {
    return this.pauses.current();
  }

  /** How far each assigned partition is behind, as of its last fetch. */
  lag(): Lag[] {
    return this.lags.current();
  }

  /** How many partitions this process has been given. */
  assignedPartitions(): number {
    return this.assigned;
  }

  private batchConsumer(): BatchConsumer {
    return {
      handle: (chunk, payload) => this.handle(chunk, payload),
      pauses: this.pauses,
      chunkSize: this.options.chunkSize,
      heartbeatIntervalMs: heartbeatIntervalMs(this.options),
      onNextOffset: ({ batch }, nextOffset) => {
        const oldestAtMs = oldestOpenRecordMs(batch.messages, nextOffset);
        this.lags.set(batch, BigInt(batch.highWatermark) - nextOffset, oldestAtMs);
      },
      onPause: ({ topic, partition }, { reason }, delayMs) =>
        this.logger.warn({ topic, partition, reason, delay_ms: Math.round(delayMs) }, 'partition paused'),
      onHeartbeatFailure: (error) => this.logger.debug({ err: error }, 'heartbeat failed while a chunk was running'),
    };
  }

  /** Whatever a handler throws ends here: a TypeError that reaches kafkajs would end the consumer for good. */
  private async handle(chunk: RecordChunk, { batch }: EachBatchPayload): Promise<ChunkOutcome> {
    try {
      const handler = this.messageHandlers.get(this.patternOf(chunk.topic));
      if (!handler) throw new Error(`no handler for topic ${chunk.topic}`);
      const context = new KafkaBatchContext([chunk.topic, chunk.partition, batch.highWatermark]);
      return chunkOutcomeOf(await lastValueFrom(this.transformToObservable(handler(chunk, context))));
    } catch (error) {
      const { topic, partition } = chunk;
      this.logger.error({ err: error, topic, partition, offset: chunk.records[0]?.offset }, 'the handler failed');
      return { kind: 'pause', reason: HANDLER_FAILED, backoff: HANDLER_FAILED_BACKOFF };
    }
  }

  private patternOf(topic: string): string {
    return Object.entries(this.options.topics ?? {}).find(([, name]) => name === topic)?.[0] ?? topic;
  }

  private watchConsumer(): void {
    const { events } = this.consumer;
    this.consumer.on(events.GROUP_JOIN, ({ payload }) => this.onJoin(payload));
    this.consumer.on(events.FETCH, () => this.vitals.fetched());
    this.consumer.on(events.HEARTBEAT, () => this.vitals.heartbeat());
    this.consumer.on(events.CRASH, (event) => this.onCrash(event));
  }

  private onJoin({ memberAssignment }: ConsumerGroupJoinEvent['payload']): void {
    const isAssigned = ({ topic, partition }: TopicPartition): boolean =>
      memberAssignment[topic]?.includes(partition) ?? false;
    this.vitals.joined();
    this.assigned = Object.values(memberAssignment).flat().length;
    this.pauses.keepOnly(isAssigned);
    this.lags.keepOnly(isAssigned);
  }

  private onCrash({ payload: { error, restart } }: ConsumerCrashEvent): void {
    this.vitals.died(error.message);
    if (restart) return this.logger.error({ err: error }, 'the consumer crashed, kafkajs restarts it');
    this.logger.fatal({ err: error }, 'the consumer ended for good: the process ends too, to be started again');
    this.options.onFatal(error);
  }
}
