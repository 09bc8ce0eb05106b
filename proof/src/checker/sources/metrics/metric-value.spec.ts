import { describe, expect, it } from '@jest/globals';
import { InconclusiveError } from '../../inconclusive.error.ts';
import { maxOf, shown, sumOf, sumOrZero } from './metric-value.ts';
import { parseExposition } from './parse-exposition.ts';

const scrape = {
  'charge-api': [parseExposition('seen{kind="a"} 2\nseen{kind="b"} 5'), parseExposition('seen{kind="a"} 3')],
  relay: [],
  'ledger-consumer': [],
};
const SEEN_A = { service: 'charge-api', name: 'seen', labels: { kind: 'a' } } as const;
const SEEN_B = { ...SEEN_A, labels: { kind: 'b' } };

describe('metric values', () => {
  it('are added up over processes that count for themselves, and never over replicas that count the same rows', () => {
    expect(sumOf(scrape, SEEN_A)).toBe(5);
    expect(maxOf(scrape, SEEN_A)).toBe(3);
  });

  it('are inconclusive where one process does not show them', () => {
    expect(() => sumOf(scrape, SEEN_B)).toThrow(InconclusiveError);
    expect(() => maxOf(scrape, SEEN_B)).toThrow('the metric charge-api seen{kind="b"} could not be read');
  });

  it('are 0 for a label that only its first occurrence brings', () => {
    expect(sumOrZero(scrape, SEEN_B)).toBe(5);
    expect(sumOrZero(scrape, { ...SEEN_A, labels: { kind: 'c' } })).toBe(0);
  });

  it('are named as Prometheus writes them', () => {
    expect(shown(SEEN_A)).toBe('seen{kind="a"}');
    expect(shown({ service: 'relay', name: 'outbox_pending' })).toBe('outbox_pending');
  });
});
