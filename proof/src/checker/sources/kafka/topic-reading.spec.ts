import { describe, expect, it } from '@jest/globals';
import { TopicReading } from './topic-reading.ts';

type Batch = Parameters<TopicReading['take']>[0];

const message = (offset: number, key = 'charge') => ({
  offset: String(offset),
  timestamp: '1700000000000',
  key: Buffer.from(key),
  value: Buffer.from('{}'),
  headers: { ce_id: Buffer.from(`event-${offset}`), ce_type: [Buffer.from('a'), Buffer.from('b')] },
});

/** As a fetch brings it. `last` is the offset that the fetch ended at, which may be beyond its last record. */
const batch = (partition: number, offsets: readonly number[], last = offsets.at(-1) ?? 0) =>
  ({ partition, messages: offsets.map((offset) => message(offset)), lastOffset: () => String(last) }) as Batch;

const places = (reading: TopicReading): string[] =>
  reading.records.map(({ partition, offset }) => `${partition}/${offset}`);

const readingOf = (...ranges: readonly [low: bigint, high: bigint][]): TopicReading =>
  new TopicReading(ranges.map(([low, high], partition) => ({ partition, low, high })));

describe('TopicReading', () => {
  it('is done when every partition was read to the end that it had, and shows the records in order', () => {
    const reading = readingOf([0n, 3n], [0n, 0n], [5n, 7n]);
    expect(reading.unreadPartitions).toEqual([0, 2]);
    reading.take(batch(2, [5, 6]));
    reading.take(batch(0, [0, 1]));
    expect(reading.unreadPartitions).toEqual([0]);
    reading.take(batch(0, [2, 3, 4]));
    expect(reading.unreadPartitions).toEqual([]);
    expect(places(reading)).toEqual(['0/0', '0/1', '0/2', '2/5', '2/6']);
  });

  it('takes a record once, however often it is fetched', () => {
    const reading = readingOf([0n, 3n]);
    reading.take(batch(0, [0, 1]));
    reading.take(batch(0, [0, 1, 2]));
    expect(places(reading)).toEqual(['0/0', '0/1', '0/2']);
  });

  it('goes past offsets that hold no record', () => {
    const reading = readingOf([0n, 5n]);
    reading.take(batch(0, [0], 4));
    expect(reading.unreadPartitions).toEqual([]);
  });

  it('keeps what identifies a record, and shows a header that is there twice as both', () => {
    const reading = readingOf([0n, 1n]);
    reading.take(batch(0, [0]));
    expect(reading.records).toMatchObject([
      { key: 'charge', eventId: 'event-0', type: 'a,b', timestampMs: 1700000000000, body: null },
    ]);
  });
});
