export interface Standing {
  /** Relays alive, this one included. */
  members: number;
  /** Place of this relay among them, from 0. */
  rank: number;
}

/**
 * How many of `shards` this relay should own. The shares of all members add up to `shards` and differ by one at most;
 * a plain ceil(shards / members) would leave the fifth of five relays without any of twelve.
 */
export function fairShare(shards: number, { members, rank }: Standing): number {
  const withOneMore = shards % members;
  return Math.floor(shards / members) + (rank < withOneMore ? 1 : 0);
}
