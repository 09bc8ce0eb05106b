import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingEvent } from './incoming-event.ts';
import { judgeInOrder } from './judge-in-order.ts';
import type { PayloadHash } from './payload-hash.ts';

const hash = (fill: number): PayloadHash => ({ version: 2, sha256: Buffer.alloc(32, fill) });

const event = (chargeId: string, version: number, fill = version): IncomingEvent => ({
  eventId: `${chargeId}-${version}`,
  chargeId,
  version: BigInt(version),
  payloadHashes: [hash(fill)],
  origin: { topic: 't', partition: 0, offset: '0' },
});

const NOTHING = { lastVersions: new Map<string, bigint>(), receivedHashes: new Map<string, PayloadHash>() };
const judgements = (events: IncomingEvent[], known = NOTHING) =>
  judgeInOrder(events, known).judged.map(({ judgement }) => judgement);

describe('judgeInOrder', () => {
  it('applies several events of one charge in one chunk', () => {
    expect(judgements([event('a', 1), event('b', 1), event('a', 2), event('a', 3)])).toEqual([
      'apply',
      'apply',
      'apply',
      'apply',
    ]);
  });

  it('sees a repeat within the chunk, and another payload under the same id', () => {
    expect(judgements([event('a', 1), event('a', 1), event('a', 1, 99), event('a', 2)])).toEqual([
      'apply',
      'duplicate',
      'payload_mismatch',
      'apply',
    ]);
  });

  it('continues from what the database knows', () => {
    const known = { lastVersions: new Map([['a', 2n]]), receivedHashes: new Map([['a-2', hash(2)]]) };
    expect(judgements([event('a', 1), event('a', 2), event('a', 3)], known)).toEqual([
      'late_unknown',
      'duplicate',
      'apply',
    ]);
  });

  it('stops at the first gap and leaves everything behind it unjudged', () => {
    const late = event('b', 3);
    const result = judgeInOrder([event('a', 1), late, event('a', 2), event('b', 1)], NOTHING);
    expect(result.judged.map((one) => one.event.eventId)).toEqual(['a-1']);
    expect(result.gap).toEqual({ event: late, lastVersion: 0n });
  });

  it('leaves the state that it was given untouched', () => {
    const known = { lastVersions: new Map([['a', 0n]]), receivedHashes: new Map<string, PayloadHash>() };
    judgeInOrder([event('a', 1)], known);
    expect(known.lastVersions.get('a')).toBe(0n);
    expect(known.receivedHashes.size).toBe(0);
  });

  it('applies every version of every charge once and in order, whatever is repeated', () => {
    const deliveries = fc.array(
      fc.record({ charge: fc.constantFrom('a', 'b', 'c'), version: fc.integer({ min: 1, max: 6 }) }),
    );
    fc.assert(
      fc.property(deliveries, (list) => {
        const { judged } = judgeInOrder(
          list.map(({ charge, version }) => event(charge, version)),
          NOTHING,
        );
        for (const charge of ['a', 'b', 'c']) {
          const applied = judged.filter((one) => one.judgement === 'apply' && one.event.chargeId === charge);
          expect(applied.map((one) => Number(one.event.version))).toEqual(applied.map((_, index) => index + 1));
        }
        expect(judged.every(({ judgement }) => judgement === 'apply' || judgement === 'duplicate')).toBe(true);
      }),
    );
  });
});
