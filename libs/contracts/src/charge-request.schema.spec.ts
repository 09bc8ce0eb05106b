import { describe, expect, it } from '@jest/globals';
import { createChargeSchema, createRefundSchema } from './charge-request.schema.ts';

const CHARGE = { amount: 1099, currency: 'EUR', source: 'tok_visa' };
const accepts = (fields: object) => createChargeSchema.safeParse({ ...CHARGE, ...fields }).success;
const members = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, '']));

describe('the body of a charge', () => {
  it.each([
    ['only what it must have', {}],
    ['the smallest amount', { amount: 1 }],
    ['the largest amount', { amount: 9007199254740991 }],
    ['yen', { amount: 1099, currency: 'JPY' }],
    ['dinars', { amount: 1099, currency: 'KWD' }],
    ['everything', { capture: false, reference: 'r', description: 'd', metadata: { a: 'b' } }],
    ['a source of 255 characters', { source: 's'.repeat(255) }],
    ['a full metadata', { metadata: { ...members(49), ['k'.repeat(40)]: 'v'.repeat(500) } }],
    ['emoji', { description: '💶', metadata: { '💶': '💶' } }],
  ])('may have %s', (_what, fields) => {
    expect(accepts(fields)).toBe(true);
  });

  it.each([
    ['amount 0', { amount: 0 }],
    ['a negative amount', { amount: -1 }],
    ['a fraction', { amount: 1.5 }],
    ['2^53', { amount: 9007199254740992 }],
    ['an amount in text', { amount: '1099' }],
    ['no amount', { amount: undefined }],
    ['amount null', { amount: null }],
    ['a number that could not be held', { amount: { text: '1.5' } }],
    ['a currency of lower case', { currency: 'eur' }],
    ['a currency that nobody knows', { currency: 'ZZZ' }],
    ['an empty source', { source: '' }],
    ['a source of 256 characters', { source: 's'.repeat(256) }],
    ['a source with a space', { source: 'tok visa' }],
    ['a source with NUL', { source: 'tok\u0000' }],
    ['a card number', { source: '4242424242424242' }],
    ['a card number with dashes', { source: '4242-4242-4242-4242' }],
    ['capture as text', { capture: 'true' }],
    ['capture null', { capture: null }],
    ['an unknown field', { colour: 'red' }],
    ['an empty reference', { reference: '' }],
    ['a reference of 256 characters', { reference: 'r'.repeat(256) }],
    ['NUL in the reference', { reference: 'a\u0000b' }],
    ['half an emoji in the description', { description: '\ud83d' }],
    ['51 members of metadata', { metadata: members(51) }],
    ['a metadata value of 501 characters', { metadata: { a: 'v'.repeat(501) } }],
    ['a metadata name of 41 characters', { metadata: { ['k'.repeat(41)]: 'v' } }],
    ['an empty metadata name', { metadata: { '': 'v' } }],
    ['NUL in a metadata name', { metadata: { 'a\u0000': 'v' } }],
    ['NUL in a metadata value', { metadata: { a: '\u0000' } }],
    ['nested metadata', { metadata: { a: { b: 'c' } } }],
    ['a number in metadata', { metadata: { a: 1 } }],
    ['metadata as a list', { metadata: ['a'] }],
  ])('may not have %s', (_what, fields) => {
    expect(accepts(fields)).toBe(false);
  });

  it('never repeats a refused source in what it says', () => {
    const refused = createChargeSchema.safeParse({ ...CHARGE, source: '4242424242424242' });
    expect(JSON.stringify(refused.error?.issues)).not.toContain('4242');
  });
});

describe('the body of a refund', () => {
  it.each([{}, { amount: 1 }, { amount: 9007199254740991 }])('may be %j', (body) => {
    expect(createRefundSchema.safeParse(body).success).toBe(true);
  });

  it.each([{ amount: 0 }, { amount: -5 }, { amount: null }, { amount: '5' }, { reason: 'x' }, [], null])(
    'may not be %j',
    (body) => {
      expect(createRefundSchema.safeParse(body).success).toBe(false);
    },
  );
});
