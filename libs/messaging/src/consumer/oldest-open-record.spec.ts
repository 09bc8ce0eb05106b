import { describe, expect, it } from '@jest/globals';
import { oldestOpenRecordMs } from './oldest-open-record.ts';

const MESSAGES = [
  { offset: '10', timestamp: '1000' },
  { offset: '11', timestamp: '2000' },
  // Compaction and transaction markers leave holes.
  { offset: '14', timestamp: '3000' },
];

describe('oldestOpenRecordMs', () => {
  it.each([
    [0n, 1_000],
    [11n, 2_000],
    [12n, 3_000],
    [14n, 3_000],
    [15n, 3_000],
  ])('from offset %d on was written at %d', (nextOffset, writtenAtMs) => {
    expect(oldestOpenRecordMs(MESSAGES, nextOffset)).toBe(writtenAtMs);
  });

  it('is unknown for an empty batch', () => {
    expect(oldestOpenRecordMs([], 0n)).toBeUndefined();
  });
});
