import { describe, expect, it } from '@jest/globals';
import { canBePartOfName } from './titles.ts';

const SOURCE = String.raw`
  describe('a charge', () => {
    it('has one effect, its own, and no more', () => {});
    it('is the tenant\'s', () => {});
    it.each(['is lost', 'comes late'])('whose answer %s', () => {});
    it.each([['a sale', { kind: 'drop' }]])(
      '$what that meets %j is unknown, and found',
      () => {},
    );
    it.each(imported)('in $currency is refused', () => {});
  });
`;

describe('a part of the name of a test', () => {
  it.each([
    ['a title', 'has one effect, its own, and no more'],
    ['a piece of one', 'one effect, its'],
    ['titles of nested blocks', 'a charge has one effect'],
    ['a title with a quote', "is the tenant's"],
    ['a title that a row fills in', 'a charge whose answer is lost'],
    ['the text of a row', 'comes late'],
    ['two placeholders', 'a sale that meets {"kind":"drop"} is unknown'],
    ['a placeholder that an import fills in', 'a charge in EUR is refused'],
  ])('can be %s', (_what, text) => {
    expect(canBePartOfName(text, SOURCE)).toBe(true);
  });

  it.each([
    ['a word that no title has', 'has one effect, your own'],
    ['a title that lacks a word', 'has one effect, and no more'],
    ['a title without its beginning and end in one', 'effect a charge'],
    ['a row of another table', 'whose answer is refused twice'],
    ['several words that stand nowhere', 'a charge in euros or dollars is refused'],
  ])('can not be %s', (_what, text) => {
    expect(canBePartOfName(text, SOURCE)).toBe(false);
  });
});
