/** A shard under one ownership. The epoch is a Postgres bigint and only ever compared by the database: it stays text. */
export interface Holding {
  shard: number;
  epoch: string;
}

/** Lists of a statement's parameters, in the order (shards, epochs). */
export function holdingColumns(holdings: readonly Holding[]): [number[], string[]] {
  return [holdings.map(({ shard }) => shard), holdings.map(({ epoch }) => epoch)];
}
