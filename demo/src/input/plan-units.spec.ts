import { describe, expect, it } from '@jest/globals';
import type { ChargeLine } from './charge-line.ts';
import { MAX_GROUP_LINES, planUnits } from './plan-units.ts';

const line = (lineNumber: number, changes: Partial<ChargeLine> = {}): ChargeLine => ({
  lineNumber,
  tenant: 'acme',
  key: `k-${lineNumber}`,
  raw: '{}',
  group: null,
  refundOf: null,
  ...changes,
});

const numbers = (lines: readonly ChargeLine[]): number[] => lines.map(({ lineNumber }) => lineNumber);

describe('planUnits', () => {
  it('keeps the order of the file and sends a group when its first line comes', () => {
    const { units } = planUnits([line(1), line(2, { group: 'g' }), line(3), line(4, { group: 'g' })]);
    expect(units.map(({ lines }) => numbers(lines))).toEqual([[1], [2, 4], [3]]);
  });

  it('lets a refund wait for every earlier line with the key of its charge', () => {
    const lines = [
      line(1),
      line(2, { key: 'k-1' }),
      line(3, { tenant: 'globex', key: 'k-1' }),
      line(4, { refundOf: 'k-1' }),
    ];
    expect(numbers(planUnits(lines).units[3]?.after ?? [])).toEqual([1, 2]);
  });

  it.each([
    ['no line', [line(1), line(2, { refundOf: 'k-9' })]],
    ['a later line', [line(1), line(2, { refundOf: 'k-3' }), line(3)]],
    ['a line of another tenant', [line(1, { tenant: 'globex' }), line(2, { refundOf: 'k-1' })]],
    ['another refund', [line(1), line(2, { refundOf: 'k-1' }), line(3, { refundOf: 'k-2' })]],
    ['a line of its own group', [line(1, { group: 'g' }), line(2, { group: 'g', refundOf: 'k-1' })]],
  ])('does not plan a refund whose charge is %s', (_what, lines) => {
    const { units, bad } = planUnits(lines);
    expect(bad).toHaveLength(1);
    expect(bad[0]?.reason).toContain('names no earlier charge');
    expect(units.flatMap((unit) => numbers(unit.lines))).not.toContain(bad[0]?.lineNumber);
  });

  it('bounds a group', () => {
    const { units, bad } = planUnits(
      Array.from({ length: MAX_GROUP_LINES + 1 }, (_, index) => line(index + 1, { group: 'g' })),
    );
    expect(units[0]?.lines).toHaveLength(MAX_GROUP_LINES);
    expect(bad).toEqual([{ lineNumber: MAX_GROUP_LINES + 1, reason: 'its group has more than 64 lines' }]);
  });
});
