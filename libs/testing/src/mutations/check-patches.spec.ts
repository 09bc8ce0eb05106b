import { describe, expect, it } from '@jest/globals';
import { headerProblems } from './check-patches.ts';

const MUTATION = {
  ...{ name: 'm', file: 'libs/x/test/mutations/m.patch', removes: 'the fence', guards: undefined },
  ...{ suite: 'unit' as const, test: 'libs/x/src/a.spec.ts', reddens: ['refuses the write', 'keeps the epoch'] },
};
const SOURCE = `it('refuses the write of a stale worker', f); it('keeps the epoch', f);`;

describe('the header of a mutation', () => {
  it('has no problem when its tests are there', () => {
    expect(headerProblems(MUTATION, SOURCE)).toEqual([]);
  });

  it.each([
    ['unit', 'spec'],
    ['integration', 'int-spec'],
    ['e2e', 'e2e-spec'],
    ['long', 'long-spec'],
  ] as const)('has no problem when the suite is %s and the file a %s', (suite, suffix) => {
    expect(headerProblems({ ...MUTATION, suite, test: `libs/x/src/a.${suffix}.ts` }, SOURCE)).toEqual([]);
  });

  it.each([
    ['the file is not there', MUTATION, undefined, ['there is no test file libs/x/src/a.spec.ts']],
    [
      'a test got another name',
      MUTATION,
      SOURCE.replace('the write', 'a write'),
      ['libs/x/src/a.spec.ts has no test by the name of "refuses the write"'],
    ],
    [
      'the suite is another one',
      { ...MUTATION, suite: 'integration' as const },
      SOURCE,
      ['libs/x/src/a.spec.ts is not of the suite integration'],
    ],
    [
      'the test takes minutes and the suite does not',
      { ...MUTATION, suite: 'e2e' as const, test: 'libs/x/src/a.long-spec.ts' },
      SOURCE,
      ['libs/x/src/a.long-spec.ts is not of the suite e2e'],
    ],
  ])('has one when %s', (_what, mutation, source, problems) => {
    expect(headerProblems(mutation, source)).toEqual(problems);
  });
});
