import { describe, expect, it } from '@jest/globals';
import { consumedRecord } from '../../test/charge-event-record.ts';
import { RecordAttempts } from './record-attempts.ts';

describe('RecordAttempts', () => {
  it('counts the failures of the record at the head of each partition', () => {
    const attempts = new RecordAttempts();
    const head = consumedRecord({}, { partition: 0, offset: 7 });
    const elsewhere = consumedRecord({}, { partition: 1, offset: 7 });
    const next = consumedRecord({}, { partition: 0, offset: 8 });
    expect([head, head, elsewhere, head, next, next].map((record) => attempts.failed(record))).toEqual([
      1, 2, 1, 3, 1, 2,
    ]);
  });
});
