import { isProcessed } from '../../facts/processed-records.ts';
import { placeName } from '../../sources/kafka/topic-record.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

export const offsetsBehindEffects: Invariant = {
  name: 'offsets-behind-effects',
  law: 'No committed offset has passed a record that is neither in the inbox nor parked.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ topic, ledgerDb, committedOffsets }) => {
    const wasProcessed = isProcessed(ledgerDb);
    const passed = topic.records.filter(({ partition, offset }) => offset < (committedOffsets.get(partition) ?? 0n));
    return examineEach(passed, (record) => {
      if (wasProcessed(record)) return undefined;
      const committed = committedOffsets.get(record.partition);
      return {
        detail: `offset ${committed} is committed, and the record was never processed`,
        subject: { event: record.eventId, record: placeName(record) },
      };
    });
  },
};
