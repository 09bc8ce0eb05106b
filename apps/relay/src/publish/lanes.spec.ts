import { beforeEach, describe, expect, it } from '@jest/globals';
import { Lanes } from './lanes.ts';

describe('Lanes', () => {
  let nowMs: number;
  let lanes: Lanes;

  beforeEach(() => {
    nowMs = 0;
    lanes = new Lanes({ batchRows: 500, nowMs: () => nowMs, random: () => 0.5 });
  });

  it('sends healthy shards together', () => {
    expect(lanes.sendsOf([0, 4, 7])).toEqual([[0, 4, 7]]);
  });

  it('sends the shards of a failed send one by one, until each has succeeded', () => {
    lanes.failedTogether([0, 4]);
    expect(lanes.sendsOf([0, 4, 7])).toEqual([[7], [0], [4]]);
    lanes.succeeded(4);
    expect(lanes.sendsOf([0, 4, 7])).toEqual([[4, 7], [0]]);
  });

  it('holds a shard that fails alone with full jitter, and no other', () => {
    lanes.failedAlone(4, { rows: 1, reason: 'refused' });
    expect(lanes.sendsOf([0, 4])).toEqual([[0]]);
    expect(lanes.nextReleaseMs([0, 4])).toBe(50);
    expect(lanes.heldCount()).toBe(1);
    nowMs = 50;
    expect(lanes.sendsOf([0, 4])).toEqual([[0], [4]]);
    expect(lanes.heldCount()).toBe(0);
  });

  it('doubles the bound of the backoff up to five seconds', () => {
    const waits = Array.from({ length: 9 }, () => {
      lanes.failedAlone(4, { rows: 1, reason: 'unanswered' });
      return lanes.nextReleaseMs([4]);
    });
    expect(waits).toEqual([50, 100, 200, 400, 800, 1_600, 2_500, 2_500, 2_500]);
  });

  it('halves a batch that is too large without waiting, down to the one row at the head', () => {
    const sizes = [500];
    for (let rows = 500; rows > 1; rows = lanes.rowsFor(4)) {
      lanes.failedAlone(4, { rows, reason: 'too_large' });
      expect(lanes.sendsOf([4])).toEqual([[4]]);
      sizes.push(lanes.rowsFor(4));
    }
    expect(sizes).toEqual([500, 250, 125, 62, 31, 15, 7, 3, 1]);
    lanes.failedAlone(4, { rows: 1, reason: 'too_large' });
    expect(lanes.sendsOf([4])).toEqual([]);
    expect(lanes.rowsFor(4)).toBe(1);
  });

  it('keeps the size when nobody answered, because the size was not the reason', () => {
    lanes.failedAlone(4, { rows: 500, reason: 'unanswered' });
    expect(lanes.rowsFor(4)).toBe(500);
  });

  it('grows back to the full size with each success', () => {
    lanes.failedAlone(4, { rows: 4, reason: 'too_large' });
    lanes.failedAlone(4, { rows: 2, reason: 'too_large' });
    const sizes = Array.from({ length: 10 }, () => {
      lanes.succeeded(4);
      return lanes.rowsFor(4);
    });
    expect(sizes).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 500, 500]);
  });
});
