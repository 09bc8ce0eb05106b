import { crc32 } from 'node:zlib';

export const MAX_SEED = 0xffff_ffff;

/**
 * Draws from 0 to below 1 that a seed and a name determine (Mulberry32). Named streams, so that one behaviour more
 * does not shift the draws of another.
 */
export function seededRandom(seed: number, stream: string): () => number {
  let state = crc32(`${seed}:${stream}`);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / (MAX_SEED + 1);
  };
}
