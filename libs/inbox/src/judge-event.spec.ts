import { describe, expect, it } from '@jest/globals';
import { judgeEvent, type Judgement } from './judge-event.ts';

const A = Buffer.alloc(32, 0xa);
const B = Buffer.alloc(32, 0xb);

interface Case {
  last: bigint;
  version: bigint;
  known?: Buffer;
  judgement: Judgement;
}

const cases: Case[] = [
  { last: 0n, version: 1n, judgement: 'apply' },
  { last: 4n, version: 5n, judgement: 'apply' },
  { last: 9_007_199_254_740_992n, version: 9_007_199_254_740_993n, judgement: 'apply' },
  { last: 0n, version: 2n, judgement: 'gap' },
  { last: 4n, version: 6n, judgement: 'gap' },
  { last: 4n, version: 4n, judgement: 'late_unknown' },
  { last: 4n, version: 1n, judgement: 'late_unknown' },
  { last: 4n, version: 4n, known: A, judgement: 'duplicate' },
  { last: 4n, version: 1n, known: A, judgement: 'duplicate' },
  { last: 0n, version: 1n, known: A, judgement: 'duplicate' },
  { last: 4n, version: 5n, known: B, judgement: 'payload_mismatch' },
  { last: 4n, version: 4n, known: B, judgement: 'payload_mismatch' },
  { last: 4n, version: 9n, known: B, judgement: 'payload_mismatch' },
];

describe('judgeEvent', () => {
  it.each(cases)('says $judgement for version $version after $last', ({ last, version, known, judgement }) => {
    expect(judgeEvent({ lastVersion: last, version, knownSha256: known, payloadSha256: A })).toBe(judgement);
  });
});
