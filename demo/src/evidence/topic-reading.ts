import type { EachBatchPayload } from 'kafkajs';
import type { TopicRecord } from './evidence.ts';
import { readEventBody } from './read-event-body.ts';
import type { TopicPosition } from './topic-admin.ts';

type Batch = EachBatchPayload['batch'];
type KafkaRecord = Batch['messages'][number];

/** Collects the records between two positions, each once, however often they are fetched. */
export class TopicReading {
  readonly records: TopicRecord[] = [];
  readonly #next: Map<number, bigint>;
  readonly #end: TopicPosition;

  constructor(start: TopicPosition, end: TopicPosition) {
    this.#next = new Map([...end.keys()].map((partition) => [partition, start.get(partition) ?? 0n]));
    this.#end = end;
  }

  /** Partitions that have records left to read, with the next one's offset. */
  get unread(): [partition: number, offset: bigint][] {
    return [...this.#next].filter(([partition, next]) => next < (this.#end.get(partition) ?? 0n));
  }

  take(batch: Batch): void {
    for (const message of batch.messages) this.#takeRecord(batch.partition, message);
    // Also past offsets that hold no record, as compaction or a transaction leaves them.
    this.#advance(batch.partition, BigInt(batch.lastOffset()) + 1n);
  }

  #takeRecord(partition: number, message: KafkaRecord): void {
    const offset = BigInt(message.offset);
    // A consumer that seeks or re-joins fetches records again; counted twice they would look like repeats.
    if (offset < (this.#next.get(partition) ?? 0n) || offset >= (this.#end.get(partition) ?? 0n)) return;
    this.records.push(toRecord(partition, message));
    this.#advance(partition, offset + 1n);
  }

  #advance(partition: number, next: bigint): void {
    if (next > (this.#next.get(partition) ?? 0n)) this.#next.set(partition, next);
  }
}

const toRecord = (partition: number, { offset, value, headers }: KafkaRecord): TopicRecord => {
  const payload = value?.toString('utf8') ?? '';
  const eventId = textOf(headers?.['ce_id']);
  const type = textOf(headers?.['ce_type']);
  return { partition, offset: BigInt(offset), eventId, type, payload, ...readEventBody(payload) };
};

const textOf = (header: Buffer | string | (Buffer | string)[] | undefined): string => String(header ?? '');
