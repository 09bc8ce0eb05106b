import { describe, expect, it } from '@jest/globals';
import type { RecordEntry } from '../core/record-entry.ts';
import { decodeLine, encodeLine } from './journal-line.ts';

const sale: RecordEntry = {
  kind: 'result',
  provider_key: 'op_1 é',
  operation: 'sale',
  fingerprint: 'f',
  fingerprint_version: 2,
  http_status: 201,
  body: { id: 'pay_1', status: 'captured' },
  payment_id: 'pay_1',
  effect: { amount_minor: '1099', currency: 'USD' },
  metadata: { charge_id: 'line\nfeed', attempt: 2 },
  recorded_at: '2026-01-01T00:00:00.000Z',
};
const line = encodeLine(sale, 7);

it('reads back what was written, on one line whatever the text holds', () => {
  expect(line.indexOf('\n')).toBe(line.length - 1);
  expect(decodeLine(line.trimEnd(), 7)).toEqual(sale);
});

it('reads a line as the first version wrote it', () => {
  const first =
    '{"line":1,"kind":"result","provider_key":"k","operation":"refund","fingerprint":"f","http_status":422,' +
    '"body":{"code":"payment_state_invalid","message":"m","status":"canceled"},"payment_id":null,"effect":null,' +
    '"metadata":{},"recorded_at":"2026-01-01T00:00:00.000Z","crc32":"ae71995b"}';
  expect(decodeLine(first, 1)).toMatchObject({
    ...{ provider_key: 'k', http_status: 422, effect: null },
    fingerprint_version: 1,
  });
});

describe('a line that was not written so', () => {
  it.each([
    ['whose amount was changed', line.replace('1099', '1090'), /line 7: its checksum does not match/],
    ['that lost its end', line.slice(0, -4), /line 7: it does not end with a checksum/],
    ['that is empty', '', /line 7: it does not end with a checksum/],
    ['that is zeros after a power cut', '\0\0\0\0', /line 7: it does not end with a checksum/],
    ['that stands elsewhere in the file', encodeLine(sale, 6), /line 7: it calls itself line 6/],
    [
      'with an effect of nothing',
      encodeLine({ ...sale, effect: { amount_minor: '0', currency: 'USD' } }, 7),
      /line 7: effect/,
    ],
  ])('%s is refused with its number', (_, text, message) => {
    expect(() => decodeLine(text.trimEnd(), 7)).toThrow(message);
  });
});
