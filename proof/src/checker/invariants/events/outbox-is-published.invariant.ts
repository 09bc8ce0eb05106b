import type { OutboxRow } from '../../sources/charge-db/charge-db.ts';
import type { TopicRecord } from '../../sources/kafka/topic-record.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

const faultOf = ({ isPublished, publishedOffset }: OutboxRow, records: readonly TopicRecord[]): string | undefined => {
  if (records.length === 0)
    return isPublished ? 'it is marked as published and is not on the topic' : 'it was never published';
  if (!isPublished) return 'it is on the topic and not marked as published';
  if (publishedOffset === null || records.some(({ offset }) => offset === publishedOffset)) return undefined;
  return `it is marked as published at offset ${publishedOffset}, where it does not stand`;
};

export const outboxIsPublished: Invariant = {
  name: 'outbox-is-published',
  law: 'Every event of the outbox is on the topic, where its mark says.',
  checkedAt: 'drained',
  expected: acknowledged,
  check: ({ topic, chargeDb }) => {
    const records = Map.groupBy(topic.records, ({ eventId }) => eventId);
    return examineEach(chargeDb.outbox, (row) => {
      const detail = faultOf(row, records.get(row.eventId) ?? []);
      const subject = { event: row.eventId, charge: row.chargeId, version: String(row.version) };
      return detail === undefined ? undefined : { detail, subject };
    });
  },
};
