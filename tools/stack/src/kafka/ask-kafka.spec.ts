import { describe, expect, it } from '@jest/globals';
import { parseMetadata } from './ask-kafka.ts';

/** Fields in the order of the Metadata answer, version 2; null is a null string. */
function answer(...fields: (number | string | null)[]): Buffer {
  return Buffer.concat(
    fields.map((field) => {
      const bytes = Buffer.from(typeof field === 'string' ? field : '');
      const head = Buffer.alloc(typeof field === 'number' ? 4 : 2);
      if (typeof field === 'number') head.writeInt32BE(field);
      else head.writeInt16BE(field === null ? -1 : bytes.length);
      return Buffer.concat([head, bytes]);
    }),
  );
}

describe('parseMetadata', () => {
  it('reads the brokers and the id of the cluster', () => {
    const bytes = answer(1, 2, 7, '127.0.0.1', 9092, null, 8, 'kafka-2', 9093, 'rack-a', 'cluster-x');
    expect(parseMetadata(bytes)).toEqual({ brokers: ['127.0.0.1:9092', 'kafka-2:9093'], clusterId: 'cluster-x' });
  });

  it('reads the answer of a broker that has no cluster yet', () => {
    expect(parseMetadata(answer(1, 0, null))).toEqual({ brokers: [], clusterId: null });
  });

  it('throws on an answer that ends too early', () => {
    expect(() => parseMetadata(answer(1, 1, 7, 'host'))).toThrow('out of range');
  });
});
