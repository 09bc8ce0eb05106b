import { describe, expect, it } from '@jest/globals';
import type { JudgedResult, Verdict } from '../../model/finding.ts';
import { exitCodeOf, tableOf } from './print-results.ts';

const result = (verdict: Verdict, findings = 0): JudgedResult => ({
  ...{ invariant: `is-${verdict}`, law: 'It is so.', checkedAt: 'always', examined: 3, verdict },
  findings: Array.from({ length: findings }, (_, index) => ({
    ...{ invariant: `is-${verdict}`, detail: `found ${index}`, subject: { charge: `c-${index}` } },
  })),
});

describe('exitCodeOf', () => {
  it.each<[number, Verdict[]]>([
    [0, ['held', 'no_case']],
    [1, ['held', 'broken']],
    [1, ['broken', 'not_shown']],
    [2, ['held', 'not_shown']],
    [2, ['no_case']],
    [2, []],
  ])('is %d of %j', (code, verdicts) => {
    expect(exitCodeOf(verdicts.map((verdict) => result(verdict)))).toBe(code);
  });
});

describe('tableOf', () => {
  it('shows each law with what was examined, and the first findings of a broken one', () => {
    expect(tableOf([result('held'), result('broken', 7)]).split('\n')).toEqual([
      'ok         is-held          3  It is so.',
      'BROKEN     is-broken        3  It is so.',
      ...[0, 1, 2, 3, 4].map((index) => `           - found ${index} (charge c-${index})`),
      '           - and 2 more',
    ]);
  });
});
