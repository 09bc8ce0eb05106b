import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../../plan/seeded-random.ts';
import { changeBody, respell, writeBody } from './request-body.ts';

const BODY = { amount: 1_200n, currency: 'EUR', source: 'tok_visa', capture: true, description: '"amount":7, é' };

describe('writeBody', () => {
  it('writes bigints as integers, and in the order given', () => {
    expect(writeBody({ amount: 9_007_199_254_740_991n, capture: false })).toBe(
      '{"amount":9007199254740991,"capture":false}',
    );
    expect(writeBody({})).toBe('{}');
  });
});

describe('respell', () => {
  const random = new SeededRandom(1);
  const spellings = new Set(Array.from({ length: 200 }, () => respell(BODY, random)));

  it('writes the same value in several other ways', () => {
    expect(spellings.size).toBe(5);
    expect(spellings).not.toContain(writeBody(BODY));
    for (const text of spellings) expect(JSON.parse(text)).toEqual(JSON.parse(writeBody(BODY)));
  });

  it.each([1n, 10n, 105n, 9_007_199_254_740_991n])('leaves the amount %d what it is', (amount) => {
    for (let tries = 0; tries < 50; tries += 1)
      expect(BigInt((JSON.parse(respell({ amount }, random)) as { amount: number }).amount)).toBe(amount);
  });
});

describe('changeBody', () => {
  it.each([
    [
      { amount: 500n, currency: 'EUR' },
      { amount: 499n, currency: 'EUR' },
    ],
    [{ amount: 1n }, { amount: 2n }],
    [{}, { amount: 2n }],
  ])('makes of %j another request', (body, changed) => {
    expect(changeBody(body)).toEqual(changed);
  });
});
