import type { Holding, OutboxRow } from '@once/outbox';
import { cutBatch } from './cut-batch.ts';

/** The head of one shard's unpublished events, to be sent as one record batch. Never empty. */
export interface ShardBatch {
  holding: Holding;
  rows: OutboxRow[];
}

/** Groups rows, read in the order of publishing, by shard, and cuts each group to what one record batch may hold. */
export function batchesOf(holdings: readonly Holding[], rows: readonly OutboxRow[]): ShardBatch[] {
  const byShard = Map.groupBy(rows, ({ shard }) => shard);
  return holdings.flatMap((holding) => {
    const own = byShard.get(holding.shard);
    return own ? [{ holding, rows: cutBatch(own) }] : [];
  });
}
