import type { OutboxRow } from '../../sources/charge-db/charge-db.ts';
import { placeName, type TopicRecord } from '../../sources/kafka/topic-record.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

const faultOf = (record: TopicRecord, row: OutboxRow | undefined): string | undefined => {
  if (!row) return 'the outbox has no such event';
  const { key, value, type, headers, partition } = record;
  if (value === null || !value.equals(Buffer.from(row.payload, 'utf8'))) return 'its bytes are not those of the outbox';
  if (type !== row.type) return `its type is ${type}, in the outbox ${row.type}`;
  if (partition !== row.shard) return `it stands in partition ${partition}, its shard is ${row.shard}`;
  const named = [key, headers['ce_subject'], headers['ce_partitionkey']];
  return named.every((name) => name === row.chargeId)
    ? undefined
    : `it is of charge ${row.chargeId} and names ${named.join()}`;
};

/** Repeats too: whichever of them the ledger meets first must be the same. */
export const topicIsOutbox: Invariant = {
  name: 'topic-is-outbox',
  law: 'Every record on the topic is an event of the outbox, byte for byte, under its charge and in its shard.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ topic, chargeDb }) => {
    const outbox = new Map(chargeDb.outbox.map((row) => [row.eventId, row]));
    return examineEach(topic.records, (record) => {
      const detail = faultOf(record, outbox.get(record.eventId));
      return detail === undefined
        ? undefined
        : { detail, subject: { event: record.eventId, record: placeName(record) } };
    });
  },
};
