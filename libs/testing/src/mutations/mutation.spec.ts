import { describe, expect, it } from '@jest/globals';
import { judgeRun } from './judge-run.ts';
import { readMutation, refuseSharedNames } from './mutation.ts';

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
      guards: undefined,
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

describe('the suite of a mutation', () => {
  const inSuite = (suite: string) => readMutation('p.patch', HEADER.replace('integration', suite));

  it.each(['unit', 'integration', 'e2e', 'long'])('can be %s', (suite) => {
    expect(inSuite(suite).suite).toBe(suite);
  });

  it.each(['contract', 'longer'])('can not be %s', (suite) => {
    expect(() => inSuite(suite)).toThrow('"# suite: unit|integration|e2e|long"');
  });
});

describe('the guards of a mutation', () => {
  const withLine = (line: string) => readMutation('p.patch', `${line}\n${HEADER}`);

  it.each(['fence', 'provider_key', 'account', 'reservation', 'deduplication'])('can be %s', (guard) => {
    expect(withLine(`# guards: ${guard}`).guards).toBe(guard);
  });

  it.each([
    ['another word', '# guards: fences', /p\.patch: "# guards:" is one of fence, .*, not fences/],
    ['two of them', '# guards: fence\n# guards: account', /not fence, account/],
    ['none', '# guards:', /p\.patch: "# guards:" is no line of a header/],
    ['a misspelt field', '# gaurds: fence', /"# gaurds: fence" is no line of a header/],
  ])('can not be %s', (_what, line, message) => {
    expect(() => withLine(line)).toThrow(message);
  });
});

describe('refuseSharedNames', () => {
  it('names both files of a name that is there twice', () => {
    const files = ['libs/a/test/mutations/x.patch', 'libs/a/test/mutations/y.patch', 'apps/b/test/mutations/x.patch'];
    expect(() => refuseSharedNames(files)).toThrow(`${files[0]} and ${files[2]} share a name`);
  });

  it('has nothing against two names in one folder', () => {
    expect(() => refuseSharedNames(['a/x.patch', 'a/y.patch', 'a/x-y.patch'])).not.toThrow();
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
