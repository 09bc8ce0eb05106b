import { describe, expect, it } from '@jest/globals';
import { judgeEvent, type Judgement } from './judge-event.ts';
import type { PayloadHash } from './payload-hash.ts';

const hash = (version: number, fill: number): PayloadHash => ({ version, sha256: Buffer.alloc(32, fill) });
const [A, B] = [hash(2, 0xa), hash(2, 0xb)];
/** The event's own hash under the version before. */
const OLD_A = hash(1, 0xaa);

interface Case {
  last: bigint;
  version: bigint;
  known?: PayloadHash;
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
  { last: 4n, version: 4n, known: OLD_A, judgement: 'duplicate' },
  { last: 4n, version: 4n, known: hash(1, 0xbb), judgement: 'payload_mismatch' },
  // The right bytes under another version, and a version that this build can't make.
  { last: 4n, version: 4n, known: hash(1, 0xa), judgement: 'payload_mismatch' },
  { last: 4n, version: 4n, known: hash(3, 0xa), judgement: 'payload_mismatch' },
];

describe('judgeEvent', () => {
  it.each(cases)('says $judgement for version $version after $last', ({ last, version, known, judgement }) => {
    expect(judgeEvent({ lastVersion: last, version, knownHash: known, payloadHashes: [A, OLD_A] })).toBe(judgement);
  });
});
