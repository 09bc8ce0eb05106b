import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY_ROOT } from './workspace-packages.ts';

const run = promisify(execFile);
const FIXTURES = join(REPOSITORY_ROOT, 'tools/checks/boundary-fixture');

interface LintResult {
  messages: { ruleId: string | null; message: string }[];
}

/** Lints a fixture as if it stood where its first line says, in a process of its own: ESLint does not load inside Jest. */
const lintFixture = async (name: string): Promise<string[]> => {
  const { stdout } = await run(process.execPath, [join(FIXTURES, '../lint-fixture.mjs'), join(FIXTURES, name)], {
    cwd: REPOSITORY_ROOT,
    env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' },
  });
  const results = JSON.parse(stdout) as LintResult[];
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId ?? 'fatal'}: ${message}`));
};

const fixtures = readdirSync(FIXTURES);

describe('module boundaries', () => {
  it('have a fixture for each axis and one that is allowed', () => {
    expect(fixtures.sort()).toEqual(['allowed.ts', 'framework.ts', 'scope.ts', 'type.ts']);
  });

  it.each(['framework.ts', 'scope.ts', 'type.ts'])('refuse the violation in %s', async (name) => {
    const axis = name.replace('.ts', '');
    const messages = await lintFixture(name);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('@nx/enforce-module-boundaries');
    expect(messages[0]).toContain(`"${axis}:`);
  });

  it('let an allowed import pass', async () => {
    expect(readFileSync(join(FIXTURES, 'allowed.ts'), 'utf8')).toContain('@once/contracts');
    expect(await lintFixture('allowed.ts')).toEqual([]);
  });
});
