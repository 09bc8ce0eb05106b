import { describe, expect, it } from '@jest/globals';
import { DAY_S, HOUR_S, MINUTE_S, rangeOf, REAL_TIME, REHEARSAL_TIME, spellDuration } from './time-scale.ts';

describe('spellDuration', () => {
  it.each([
    [30, '30s'],
    [300, '5m'],
    [5_400, '90m'],
    [3_600, '1h'],
    [259_200, '3d'],
  ])('spells %d s by the largest unit that divides it: %s', (seconds, spelled) => {
    expect(spellDuration(seconds)).toBe(spelled);
  });
});

describe('the time of a rehearsal', () => {
  it('brings the windows of a page into minutes, each with enough scrapes for a rate', () => {
    expect([5 * MINUTE_S, HOUR_S, 6 * HOUR_S].map((seconds) => rangeOf(REHEARSAL_TIME, seconds))).toEqual([
      '10s',
      '1m',
      '6m',
    ]);
  });

  it('keeps what fires at once, and what has to hold at all', () => {
    expect([0, MINUTE_S, 10 * MINUTE_S].map(REHEARSAL_TIME.holdS)).toEqual([0, 1, 10]);
  });

  it('is not the time of the committed rules', () => {
    expect(rangeOf(REAL_TIME, 3 * DAY_S)).toBe('3d');
    expect(REAL_TIME.holdS(90)).toBe(90);
  });
});
