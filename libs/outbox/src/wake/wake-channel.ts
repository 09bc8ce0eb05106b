import { SHARD_COUNT } from '@once/contracts';

/** NOTIFY channel on which appenders tell relays that a shard has something new. */
export const OUTBOX_WAKE_CHANNEL = 'outbox_wake';

/** Payload of a wake: shard numbers, comma-separated. 12 shards need 26 bytes of the 8,000 that NOTIFY allows. */
export function encodeWakePayload(shards: Iterable<number>): string {
  return [...shards].join(',');
}

/** Shards named by a wake. Anyone who can connect may notify, so whatever is not a shard number is ignored. */
export function decodeWakePayload(payload: string): number[] {
  const words = payload.split(',').filter((word) => /^\d{1,2}$/.test(word));
  return words.map(Number).filter((shard) => shard < SHARD_COUNT);
}
