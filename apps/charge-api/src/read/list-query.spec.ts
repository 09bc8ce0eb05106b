import { describe, expect, it } from '@jest/globals';
import { readListQuery } from './list-query.ts';

const ID = '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e';

describe('readListQuery', () => {
  it('takes ten when nothing is asked', () => {
    expect(readListQuery({})).toEqual({ limit: 10 });
  });

  it.each([
    [{ limit: '1' }, { limit: 1 }],
    [
      { limit: '100', starting_after: ID },
      { limit: 100, starting_after: ID },
    ],
    [{ limit: '007' }, { limit: 7 }],
  ])('reads %j', (query, expected) => {
    expect(readListQuery(query)).toEqual(expected);
  });

  it.each([
    { limit: '0' },
    { limit: '101' },
    { limit: '-1' },
    { limit: '1.5' },
    { limit: '1e1' },
    { limit: '' },
    { limit: ['1', '2'] },
    { starting_after: 'x' },
    { starting_after: `${ID}\u0000` },
    { starting_after: '' },
    { ending_before: ID },
  ])('refuses %j by name', (query) => {
    expect(() => readListQuery(query)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
