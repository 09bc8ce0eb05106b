import { isProcessed } from '../../facts/processed-records.ts';
import { placeName } from '../../sources/kafka/topic-record.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

export const topicIsReceived: Invariant = {
  name: 'topic-is-received',
  law: 'Every record on the topic is in the inbox or parked: nothing was swallowed.',
  checkedAt: 'drained',
  expected: acknowledged,
  check: ({ topic, ledgerDb }) => {
    const wasProcessed = isProcessed(ledgerDb);
    return examineEach(topic.records, (record) =>
      wasProcessed(record)
        ? undefined
        : {
            detail: 'it is neither in the inbox nor parked',
            subject: { event: record.eventId, record: placeName(record) },
          },
    );
  },
};
