import { placeName, type TopicRecord } from '../sources/kafka/topic-record.ts';
import type { LedgerDb } from '../sources/ledger-db/ledger-db.ts';

/** Was this record applied, dropped as a repeat of one that was, or set aside? */
export const isProcessed = ({ inbox, parked }: LedgerDb): ((record: TopicRecord) => boolean) => {
  const received = new Set(inbox.map(({ eventId }) => eventId));
  const aside = new Set(parked.map(placeName));
  return (record) => received.has(record.eventId) || aside.has(placeName(record));
};
