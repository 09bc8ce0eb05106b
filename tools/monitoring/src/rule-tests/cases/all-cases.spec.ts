import { describe, expect, it } from '@jest/globals';
import { ALERTS } from '../../alerts/all-alerts.ts';
import { RULE_CASES } from './all-cases.ts';

const idOf = (alert: string, labels: Readonly<Record<string, string>> = {}): string =>
  [alert, labels['burn_rate']].filter(Boolean).join(' ');

const ids = ALERTS.map(({ name, labels }) => idOf(name, labels));
const casesOf = (id: string) => RULE_CASES.filter(({ alert, labels }) => idOf(alert, labels) === id);

describe('the cases of the rules', () => {
  it.each(ids)('see %s fire and clear', (id) => {
    const clears = casesOf(id).filter(({ expected }) => {
      const [last] = expected
        .filter(({ isFiring }) => isFiring)
        .map(({ at }) => at)
        .toReversed();
      return last !== undefined && expected.some(({ at, isFiring }) => !isFiring && at > last);
    });
    expect(clears).not.toEqual([]);
  });

  it.each(ids)('see %s stay silent', (id) => {
    expect(casesOf(id).filter(({ expected }) => expected.every(({ isFiring }) => !isFiring))).not.toEqual([]);
  });

  it('are about alerts that exist', () => {
    expect(RULE_CASES.map(({ alert, labels }) => idOf(alert, labels)).filter((id) => !ids.includes(id))).toEqual([]);
  });
});
