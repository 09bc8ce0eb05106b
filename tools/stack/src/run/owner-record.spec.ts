import { describe, expect, it } from '@jest/globals';
import { parseOwnerRecord } from './owner-record.ts';

const owner = { pid: 41, startTime: 'boot ns 1' };

describe('parseOwnerRecord', () => {
  it('reads back what a run writes', () => {
    const record = { owner, processes: [{ name: 'kafka', pid: 42, startTime: 'boot ns 2' }] };
    expect(parseOwnerRecord(JSON.stringify(record))).toEqual(record);
  });

  it.each([
    ['text cut off in the middle', '{"owner":{"pid":41,'],
    ['another kind of document', '[]'],
    ['no owner', JSON.stringify({ processes: [] })],
    [
      'pid 0, which kill(2) takes for the own group',
      JSON.stringify({ owner, processes: [{ name: 'x', pid: 0, startTime: 't' }] }),
    ],
    ['pid 1', JSON.stringify({ owner: { pid: 1, startTime: 't' }, processes: [] })],
    [
      'a negative pid, which names a group',
      JSON.stringify({ owner, processes: [{ name: 'x', pid: -9, startTime: 't' }] }),
    ],
    ['a process without start time', JSON.stringify({ owner, processes: [{ name: 'x', pid: 9 }] })],
    ['a process without name', JSON.stringify({ owner, processes: [{ pid: 9, startTime: 't' }] })],
  ])('signals nobody on %s', (_, text) => {
    expect(parseOwnerRecord(text)).toBeNull();
  });
});
