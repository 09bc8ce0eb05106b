import { describe, expect, it } from '@jest/globals';
import { addDays, countDaysAhead, planPartitions } from './plan-partitions.ts';

describe('addDays', () => {
  it('crosses months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });
});

describe('planPartitions', () => {
  it('creates what is missing of today and the week ahead', () => {
    const existing = ['2026-11-20', '2026-11-21', '2026-11-23'];
    const { create } = planPartitions(existing, { today: '2026-11-20', retentionDays: 7 });
    expect(create).toEqual(['2026-11-22', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']);
  });

  it('drops days that are past their retention, oldest first, and keeps the last whole one', () => {
    const existing = ['2026-11-13', '2026-11-12', '2026-11-20', '2026-10-31'];
    const { drop } = planPartitions(existing, { today: '2026-11-20', retentionDays: 7 });
    expect(drop).toEqual(['2026-10-31', '2026-11-12']);
  });
});

describe('countDaysAhead', () => {
  it.each([
    [[], 0],
    [['2026-11-20'], 0],
    [['2026-11-20', '2026-11-21', '2026-11-22'], 2],
    [['2026-11-21', '2026-11-23', '2026-11-24'], 1],
  ])('of %j on 2026-11-20 is %d: a gap ends it', (existing, ahead) => {
    expect(countDaysAhead(existing, '2026-11-20')).toBe(ahead);
  });
});
