import { placeName, type TopicRecord } from '../../sources/kafka/topic-record.ts';
import type { RecordPlace } from '../../sources/ledger-db/ledger-db.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

interface Received extends RecordPlace {
  /** Null for a parked record that has none. */
  readonly eventId: string | null;
}

const faultOf = ({ eventId }: Received, record: TopicRecord | undefined): string | undefined => {
  if (!record) return 'there is no such record on the topic';
  return eventId === null || record.eventId === eventId ? undefined : `the record there is event ${record.eventId}`;
};

export const inboxIsTopic: Invariant = {
  name: 'inbox-is-topic',
  law: 'Everything that the ledger received or parked stands on the topic, at the offset that it noted.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ topic, ledgerDb }) => {
    const records = new Map(topic.records.map((record) => [placeName(record), record]));
    const received: Received[] = [...ledgerDb.inbox, ...ledgerDb.parked];
    return examineEach(received, (row) => {
      const detail = faultOf(row, records.get(placeName(row)));
      const subject = { event: row.eventId ?? '', record: placeName(row) };
      return detail === undefined ? undefined : { detail, subject };
    });
  },
};
