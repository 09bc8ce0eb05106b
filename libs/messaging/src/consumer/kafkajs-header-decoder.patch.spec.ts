import { describe, expect, it } from '@jest/globals';
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

  it('takes 50,000 headers in a moment', () => {
    patchKafkajsHeaderDecoder();
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`h${index}`, 'x']));
    const startedAt = performance.now();
    expect(Object.keys(roundTrip(many))).toHaveLength(50_000);
    // Unpatched it is minutes; a loaded machine needs a fraction of a second.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('keeps a header without a value apart from one that is missing', () => {
    expect(gatherHeaders([{ key: 'a', value: null }])).toEqual({ a: null });
  });
});
