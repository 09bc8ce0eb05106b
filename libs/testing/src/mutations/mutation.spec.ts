import { describe, expect, it } from '@jest/globals';
import { judgeRun } from './judge-run.ts';
import { readMutation } from './mutation.ts';

const HEADER = `# removes: the fence
# suite: integration
# test: libs/x/src/a.int-spec.ts
# reddens: refuses the write
# reddens: keeps the epoch
diff --git a/x b/x
`;

const mutation = readMutation('libs/x/test/mutations/no-fence.patch', HEADER);
const run = (failed: string[], passed: string[] = ['other']) => ({ failed, passed, isLoaded: true });

describe('readMutation', () => {
  it('reads the header of a patch', () => {
    expect(mutation).toEqual({
      name: 'no-fence',
      file: 'libs/x/test/mutations/no-fence.patch',
      removes: 'the fence',
      suite: 'integration',
      test: 'libs/x/src/a.int-spec.ts',
      reddens: ['refuses the write', 'keeps the epoch'],
    });
  });

  it.each(['removes', 'suite', 'test', 'reddens'])('refuses a patch without %s', (field) => {
    const without = HEADER.split('\n').filter((line) => !line.startsWith(`# ${field}:`));
    expect(() => readMutation('p.patch', without.join('\n'))).toThrow(/p\.patch: a mutation needs/);
  });
});

describe('judgeRun', () => {
  it('counts a mutation as caught when every named test went red', () => {
    expect(judgeRun(mutation, run(['x refuses the write of a stale worker', 'x keeps the epoch']))).toBe('caught');
  });

  it.each([
    ['survived', run([], ['refuses the write', 'keeps the epoch'])],
    ['survived', run(['refuses the write'], ['keeps the epoch'])],
    ['not_run', run(['something else'], [])],
    ['not_run', { failed: [], passed: [], isLoaded: false }],
  ])('says %s otherwise', (verdict, result) => {
    expect(judgeRun(mutation, result)).toBe(verdict);
  });
});
