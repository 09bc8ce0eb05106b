import { describe, expect, it } from '@jest/globals';
import { growth } from '@once/testing';
import { createRequire } from 'node:module';
import { gatherHeaders, patchKafkajsHeaderDecoder } from './kafkajs-header-decoder.patch.ts';

const load = createRequire(import.meta.url);

interface Encoder {
  buffer: Buffer;
}
type Encode = (record: { key: string; value: string; headers: Record<string, unknown> }) => Encoder;
type Decode = (decoder: unknown, context: object) => { headers: Record<string, Buffer | Buffer[]> };

const encode = load('kafkajs/src/protocol/recordBatch/record/v0/index.js') as Encode;
const decode = load('kafkajs/src/protocol/recordBatch/record/v0/decoder.js') as Decode;
const Decoder = load('kafkajs/src/protocol/decoder.js') as { new (buffer: Buffer): { readVarInt(): number } };

/** Through kafkajs's own encoder and decoder, as a fetch would. */
const roundTrip = (headers: Record<string, unknown>) => {
  const decoder = new Decoder(encode({ key: 'k', value: 'v', headers }).buffer);
  decoder.readVarInt();
  return decode(decoder, { firstOffset: '0', firstTimestamp: '0', magicByte: 2 }).headers;
};

describe("kafkajs's header decoder", () => {
  const mixed = { one: 'x', twice: ['a', 'b'], empty: '' };

  it('gives the same headers with the patch as without', () => {
    const before = roundTrip(mixed);
    patchKafkajsHeaderDecoder();
    patchKafkajsHeaderDecoder();
    const after = roundTrip(mixed);
    expect(after).toEqual(before);
    expect(Object.keys(after)).toEqual(['one', 'twice', 'empty']);
    expect(after['twice']).toEqual([Buffer.from('a'), Buffer.from('b')]);
  });

  it('takes names of built-in members for names, which the original does not', () => {
    patchKafkajsHeaderDecoder();
    const odd = Object.fromEntries([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(Object.entries(roundTrip(odd))).toEqual([
      ['__proto__', Buffer.from('x')],
      ['constructor', Buffer.from('y')],
    ]);
  });

  it('takes 3,200 headers in time that grows with their number', () => {
    patchKafkajsHeaderDecoder();
    const make = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`h${index}`, 'x']));
    const take = (headers: Record<string, string>) =>
      expect(Object.keys(roundTrip(headers))).toHaveLength(Object.keys(headers).length);
    // Unpatched the work is quadratic, which gives 16.
    expect(growth(make, take, 200, 16)).toBeLessThan(4);
  });

  it('keeps a header without a value apart from one that is missing', () => {
    expect(gatherHeaders([{ key: 'a', value: null }])).toEqual({ a: null });
  });
});
