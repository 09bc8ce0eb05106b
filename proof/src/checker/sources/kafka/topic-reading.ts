import type { EachBatchPayload, IHeaders } from 'kafkajs';
import { readEventBody } from './read-event-body.ts';
import type { TopicRecord } from './topic-record.ts';

type Batch = EachBatchPayload['batch'];
type Message = Batch['messages'][number];

/** From where to where a partition is read. */
export interface PartitionRange {
  readonly partition: number;
  readonly low: bigint;
  readonly high: bigint;
}

/** Collects the records of the ranges, each once, however often they are fetched. */
export class TopicReading {
  readonly #records: TopicRecord[] = [];
  readonly #next: Map<number, bigint>;
  readonly #ends: ReadonlyMap<number, bigint>;

  constructor(ranges: readonly PartitionRange[]) {
    this.#next = new Map(ranges.map(({ partition, low }) => [partition, low]));
    this.#ends = new Map(ranges.map(({ partition, high }) => [partition, high]));
  }

  get unreadPartitions(): number[] {
    return [...this.#next].filter(([partition, next]) => next < this.#endOf(partition)).map(([partition]) => partition);
  }

  get records(): TopicRecord[] {
    return this.#records.toSorted((a, b) => a.partition - b.partition || (a.offset < b.offset ? -1 : 1));
  }

  take(batch: Batch): void {
    for (const message of batch.messages) this.#takeRecord(batch.partition, message);
    // Also past offsets without a record, as compaction or a transaction leaves them.
    this.#advance(batch.partition, BigInt(batch.lastOffset()) + 1n);
  }

  #takeRecord(partition: number, message: Message): void {
    const offset = BigInt(message.offset);
    // A fetch may begin before the offset that was asked for; counted twice, a record would look like a repeat.
    if (offset < (this.#next.get(partition) ?? 0n) || offset >= this.#endOf(partition)) return;
    this.#records.push(toRecord(partition, message));
    this.#advance(partition, offset + 1n);
  }

  #advance(partition: number, next: bigint): void {
    if (next > (this.#next.get(partition) ?? 0n)) this.#next.set(partition, next);
  }

  #endOf(partition: number): bigint {
    return this.#ends.get(partition) ?? 0n;
  }
}

const toRecord = (partition: number, { offset, timestamp, key, value, headers }: Message): TopicRecord => {
  const texts = toTexts(headers ?? {});
  return {
    partition,
    offset: BigInt(offset),
    timestampMs: Number(timestamp),
    key: key?.toString('utf8') ?? null,
    value,
    headers: texts,
    eventId: texts['ce_id'] ?? '',
    type: texts['ce_type'] ?? '',
    body: value === null ? null : readEventBody(value.toString('utf8')),
  };
};

/** A header that is there twice is shown as both, which equals nothing that anybody expects. */
const toTexts = (headers: IHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join() : String(value ?? '')]),
  );
