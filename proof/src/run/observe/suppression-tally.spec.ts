import { describe, expect, it } from '@jest/globals';
import { parseExposition } from '../../checker/sources/metrics/parse-exposition.ts';
import { SuppressionTally } from './suppression-tally.ts';

const api = (replayed: number, inUse: number) =>
  parseExposition(`idempotency_resolutions_total{outcome="replayed"} ${replayed}
idempotency_resolutions_total{outcome="in_use"} ${inUse}
idempotency_resolutions_total{outcome="executed"} 100`);
const consumer = (dropped: number) => parseExposition(`inbox_duplicates_total ${dropped}`);

describe('SuppressionTally', () => {
  it('adds up what all processes count, each once however often they are looked at', () => {
    const tally = new SuppressionTally();
    for (const _look of [1, 2]) {
      tally.note([api(5, 1), api(2, 0)], 'charge-api');
      tally.note([consumer(3)], 'ledger-consumer');
    }
    expect(tally.soFar).toEqual({ replayed: 7, 'in use': 1, reused: 0, inbox: 3 });
    expect(tally.records.map(({ layer, count }) => [layer, count])).toEqual(Object.entries(tally.soFar));
  });

  it('never falls: what a process counted before it was started again still counts', () => {
    const tally = new SuppressionTally();
    tally.note([api(5, 1), api(2, 0)], 'charge-api');
    tally.note([null, api(3, 0)], 'charge-api');
    expect(tally.soFar).toMatchObject({ replayed: 8, 'in use': 1 });
    tally.note([api(1, 0), api(4, 2)], 'charge-api');
    expect(tally.soFar).toMatchObject({ replayed: 10, 'in use': 3 });
  });
});
