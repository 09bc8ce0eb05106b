import { expect, it } from '@jest/globals';
import { PartitionLag } from './partition-lag.ts';

const P0 = { topic: 't', partition: 0 };
const P1 = { topic: 't', partition: 1 };

it('knows no age where nothing is behind, whatever the last record says', () => {
  const lag = new PartitionLag();
  lag.set(P0, 0n, 1_000);
  lag.set(P1, -1n, 1_000);
  expect(lag.current()).toEqual([
    { ...P0, records: 0, oldestAtMs: undefined },
    { ...P1, records: 0, oldestAtMs: undefined },
  ]);
});

it('keeps what it last heard of a partition that is ours, and forgets the others', () => {
  const lag = new PartitionLag();
  lag.set(P0, 7n, 1_000);
  lag.set(P0, 3n, 2_000);
  lag.set(P1, 5n, 1_500);
  lag.keepOnly(({ partition }) => partition === 0);
  expect(lag.current()).toEqual([{ ...P0, records: 3, oldestAtMs: 2_000 }]);
});
