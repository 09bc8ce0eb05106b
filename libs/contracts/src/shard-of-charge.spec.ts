import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import { murmur2, shardOfCharge } from './shard-of-charge.ts';

// kafkajs carries its own port of the Java client's hash: an independent reference for ours.
const kafkajsMurmur2 = createRequire(import.meta.url)('kafkajs/src/producer/partitioners/default/murmur2') as (
  key: Buffer,
) => number;

describe('shardOfCharge', () => {
  it('agrees with Kafka for keys of every length', () => {
    for (let length = 0; length <= 64; length++) {
      const key = Buffer.from(randomUUID().repeat(2).slice(0, length));
      expect(murmur2(key)).toBe(kafkajsMurmur2(key));
    }
  });

  it('keeps a charge on the shard it was born on', () => {
    // Values taken once from Kafka's own partitioner: a change here would move live charges.
    expect(murmur2(Buffer.from('21'))).toBe(-973932308);
    expect(murmur2(Buffer.from('foobar'))).toBe(-790332482);
    expect(shardOfCharge('0198c0de-0000-7000-8000-000000000001')).toBeGreaterThanOrEqual(0);
    expect(shardOfCharge('0198c0de-0000-7000-8000-000000000001')).toBeLessThan(12);
  });
});
