import { describe, expect, it } from '@jest/globals';
import { printable } from './parked-record.ts';
import { storedHeaders } from './stored-headers.ts';

const NUL = String.fromCharCode(0);
const parsed = (headers: Parameters<typeof storedHeaders>[0]): unknown => JSON.parse(storedHeaders(headers));

describe('storedHeaders', () => {
  it('keeps plain text readable', () => {
    expect(parsed({ ce_id: Buffer.from('17'), empty: Buffer.alloc(0) })).toEqual([
      { name: 'ce_id', value: '17' },
      { name: 'empty', value: '' },
    ]);
  });

  it('keeps repeated headers apart and in order', () => {
    expect(parsed({ a: [Buffer.from('1'), Buffer.from('2')] })).toEqual([
      { name: 'a', value: '1' },
      { name: 'a', value: '2' },
    ]);
  });

  it('keeps any bytes, without a NUL that jsonb would refuse', () => {
    const stored = storedHeaders({ raw: Buffer.from([0, 255]), [`n${NUL}`]: Buffer.from('x') });
    expect(stored).not.toContain('u0000');
    expect(JSON.parse(stored)).toEqual([
      { name_base64: 'cmF3', value_base64: 'AP8=' },
      { name_base64: 'bgA=', value_base64: 'eA==' },
    ]);
  });
});

describe('printable', () => {
  it('replaces what a text column refuses and bounds the length', () => {
    expect(printable(`a${NUL}b\nc`)).toBe('a b c');
    expect(printable('x'.repeat(2_000))).toHaveLength(500);
  });
});
