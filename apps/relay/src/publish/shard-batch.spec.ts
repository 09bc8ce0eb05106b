import { describe, expect, it } from '@jest/globals';
import { SAMPLE_ROW } from '../../test/outbox-row.ts';
import { cutBatch } from './cut-batch.ts';
import { batchesOf } from './shard-batch.ts';

const row = (id: number, { shard = 5, bytes = 100 } = {}) => ({
  ...SAMPLE_ROW,
  id: String(id),
  shard,
  payload: 'x'.repeat(bytes),
});

describe('batchesOf', () => {
  it('keeps the order of each shard and leaves out shards without rows', () => {
    const rows = [row(1, { shard: 2 }), row(5, { shard: 2 }), row(3, { shard: 7 })];
    const holdings = [2, 4, 7].map((shard) => ({ shard, epoch: '1' }));
    const ids = batchesOf(holdings, rows).map((batch) => [batch.holding.shard, batch.rows.map(({ id }) => id)]);
    expect(ids).toEqual([
      [2, ['1', '5']],
      [7, ['3']],
    ]);
  });
});

describe('cutBatch', () => {
  it('keeps everything that fits', () => {
    const rows = [row(1), row(2)];
    expect(cutBatch(rows, 2 * (100 + 512))).toEqual(rows);
  });

  it('cuts a head, also when a later row would still fit', () => {
    const rows = [row(1), row(2, { bytes: 10_000 }), row(3)];
    expect(cutBatch(rows, 5_000).map(({ id }) => id)).toEqual(['1']);
  });

  it('keeps the first row however large it is', () => {
    expect(cutBatch([row(1, { bytes: 10_000 }), row(2)], 5_000).map(({ id }) => id)).toEqual(['1']);
  });

  it('counts bytes, not characters', () => {
    const wide = { ...row(1), payload: '€'.repeat(1_000) };
    expect(cutBatch([wide, row(2)], 3_512 + 611)).toHaveLength(1);
    expect(cutBatch([wide, row(2)], 3_512 + 612)).toHaveLength(2);
  });
});
