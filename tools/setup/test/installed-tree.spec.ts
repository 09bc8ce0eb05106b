import { describe, expect, it } from '@jest/globals';
import { differenceOf } from '../installed-tree.mjs';

const complete = {
  'apps/relay': { version: '0.1.0' },
  'node_modules/@once/relay': {},
  'node_modules/pg': { version: '8.23.1', integrity: 'sha512-pg' },
  'apps/relay/node_modules/pg': { version: '8.0.0', integrity: 'sha512-old' },
};
const wanted = {
  '': { version: '0.1.0' },
  ...complete,
  'node_modules/fsevents': { version: '2.3.3', integrity: 'sha512-mac', optional: true },
};

describe('differenceOf', () => {
  it('accepts a complete tree without the optional packages of other platforms', () => {
    expect(differenceOf(wanted, complete)).toBeNull();
  });

  it('notices a tree that was never completed', () => {
    expect(differenceOf(wanted, null)).toMatch(/interrupted/);
  });

  it.each([
    ['a package that is missing', { ...complete, 'node_modules/pg': undefined }, 'node_modules/pg is not installed'],
    [
      'a version that changed',
      { ...complete, 'node_modules/pg': { version: '8.23.0', integrity: 'sha512-pg' } },
      'node_modules/pg is of another version',
    ],
    [
      'a content that changed',
      { ...complete, 'apps/relay/node_modules/pg': { version: '8.0.0', integrity: 'sha512-x' } },
      'apps/relay/node_modules/pg is of another version',
    ],
    [
      'a package that is no longer wanted',
      { ...complete, 'node_modules/lodash': { version: '4.0.0' } },
      'node_modules/lodash is no longer needed',
    ],
  ])('notices %s', (_what, tree, difference) => {
    const present = Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== undefined));
    expect(differenceOf(wanted, present as typeof complete)).toBe(difference);
  });
});
