import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { PartitionPauses } from './partition-pauses.ts';
import { chunksOf, type ChunkOutcome, type ConsumedRecord, type RecordChunk } from './record-chunk.ts';
import { withHeartbeats } from './with-heartbeats.ts';

export interface BatchConsumer {
  /** Never throws: what a handler throws is an outcome by the time it comes here. */
  readonly handle: (chunk: RecordChunk, payload: EachBatchPayload) => Promise<ChunkOutcome>;
  readonly pauses: PartitionPauses;
  readonly chunkSize: number;
  readonly heartbeatIntervalMs: number;
  readonly onNextOffset: (payload: EachBatchPayload, nextOffset: bigint) => void;
  readonly onPause: (chunk: RecordChunk, outcome: ChunkOutcome & { kind: 'pause' }, delayMs: number) => void;
  readonly onHeartbeatFailure: (error: unknown) => void;
}

const toRecord = (topic: string, partition: number, message: KafkaMessage): ConsumedRecord => ({
  topic,
  partition,
  offset: message.offset,
  timestampMs: message.timestamp,
  key: message.key,
  value: message.value,
  headers: message.headers ?? {},
});

/** With the offsets named: without an argument the call does nothing unless kafkajs commits by itself. */
const commitResolved = (payload: EachBatchPayload): Promise<void> =>
  payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());

const resolveThrough = (payload: EachBatchPayload, offset: string, consumer: BatchConsumer): void => {
  payload.resolveOffset(offset);
  consumer.onNextOffset(payload, BigInt(offset) + 1n);
  consumer.pauses.progressed(payload.batch);
};

/** Returns whether the partition goes on. */
const consumeChunk = async (
  payload: EachBatchPayload,
  chunk: RecordChunk,
  consumer: BatchConsumer,
): Promise<boolean> => {
  await payload.heartbeat();
  const outcome = await withHeartbeats(
    {
      heartbeat: () => payload.heartbeat(),
      intervalMs: consumer.heartbeatIntervalMs,
      onFailure: consumer.onHeartbeatFailure,
    },
    () => consumer.handle(chunk, payload),
  );
  const through = outcome.kind === 'done' ? chunk.records.at(-1)?.offset : outcome.processedThrough;
  // If we crash here: the chunk is in the database, its offsets are not committed. Recovery: whoever owns the partition
  // next reads it again. Duplicate effect prevented by: inbox primary key (event_id), parked_records primary key.
  if (through !== undefined) resolveThrough(payload, through, consumer);
  if (outcome.kind === 'done') return true;
  const resume = payload.pause();
  consumer.onPause(chunk, outcome, consumer.pauses.pause({ ...chunk, ...outcome, resume }));
  return false;
};

/**
 * Works through what one fetch brought for one partition: chunk by chunk, until it ends, the consumer stops, or a
 * handler asks for a pause. Commits `offset + 1` of what was dealt with, after each chunk and on the way out.
 */
export async function consumeBatch(payload: EachBatchPayload, consumer: BatchConsumer): Promise<void> {
  const { topic, partition, messages } = payload.batch;
  consumer.onNextOffset(payload, BigInt(messages[0]?.offset ?? payload.batch.highWatermark));
  try {
    for (const some of chunksOf(messages, consumer.chunkSize)) {
      if (!payload.isRunning() || payload.isStale()) break;
      const records = some.map((message) => toRecord(topic, partition, message));
      if (!(await consumeChunk(payload, { topic, partition, records }, consumer))) break;
      await commitResolved(payload);
    }
  } finally {
    // kafkajs commits nothing for us when we throw (autoCommit is off), and a heartbeat throws at every rebalance.
    await commitResolved(payload);
  }
}
