import { SHARD_COUNT } from './topics.ts';

/** Multiplier and shift of MurmurHash2 (32 bit), by Austin Appleby; seed as in Apache Kafka's client. */
const MULTIPLIER = 0x5bd1e995;
const SHIFT = 24;
const SEED = 0x9747b28c;

const mix = (word: number): number => {
  const scaled = Math.imul(word, MULTIPLIER);
  return Math.imul(scaled ^ (scaled >>> SHIFT), MULTIPLIER);
};

/** Bytes after the last full word, folded in as the reference implementation does. */
const foldTail = (hash: number, bytes: Uint8Array, start: number): number => {
  const rest = bytes.length - start;
  if (rest === 0) return hash;
  let tail = 0;
  for (let i = rest - 1; i >= 0; i--) tail = (tail << 8) | (bytes[start + i] ?? 0);
  return Math.imul(hash ^ tail, MULTIPLIER);
};

/** MurmurHash2 of `bytes` as a signed 32-bit integer, equal to `Utils.murmur2` of Apache Kafka's Java client. */
export function murmur2(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wordsEnd = bytes.length & ~3;
  let hash = SEED ^ bytes.length;
  for (let i = 0; i < wordsEnd; i += 4) hash = Math.imul(hash, MULTIPLIER) ^ mix(view.getInt32(i, true));
  hash = foldTail(hash, bytes, wordsEnd);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/**
 * The shard (0 to 11) of a charge, which is also its Kafka partition.
 * Same rule as Kafka's default partitioner for the key `chargeId`, so other producers and tools agree with us.
 */
export function shardOfCharge(chargeId: string): number {
  return (murmur2(new TextEncoder().encode(chargeId)) & 0x7fffffff) % SHARD_COUNT;
}
