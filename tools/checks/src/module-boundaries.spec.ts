import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY_ROOT } from './workspace-packages.ts';

const run = promisify(execFile);
const FIXTURES = join(REPOSITORY_ROOT, 'tools/checks/boundary-fixture');

interface LintResult {
  messages: { ruleId: string | null; message: string }[];
}

const fixtures = readdirSync(FIXTURES);

/** Lints the fixtures in a process of their own: ESLint does not load inside Jest. */
const lintFixtures = async (): Promise<Map<string, string[]>> => {
  const files = fixtures.map((name) => join(FIXTURES, name));
  const { stdout } = await run(process.execPath, [join(FIXTURES, '../lint-fixture.mjs'), ...files], {
    cwd: REPOSITORY_ROOT,
    env: { ...process.env, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', NODE_OPTIONS: '' },
  });
  const results = Object.entries(JSON.parse(stdout) as Record<string, LintResult[]>);
  const textOf = ({ messages }: LintResult): string[] =>
    messages.map(({ ruleId, message }) => `${ruleId ?? 'fatal'}: ${message}`);
  return new Map(results.map(([file, linted]) => [basename(file), linted.flatMap(textOf)]));
};

let messagesOf: Map<string, string[]>;
beforeAll(async () => void (messagesOf = await lintFixtures()));

describe('module boundaries', () => {
  it('have a fixture for each axis and one that is allowed', () => {
    expect(fixtures.sort()).toEqual(['allowed.ts', 'framework.ts', 'scope.ts', 'type.ts']);
  });

  it.each(['framework.ts', 'scope.ts', 'type.ts'])('refuse the violation in %s', (name) => {
    const axis = name.replace('.ts', '');
    const messages = messagesOf.get(name);
    expect(messages).toHaveLength(1);
    expect(messages?.[0]).toContain('@nx/enforce-module-boundaries');
    expect(messages?.[0]).toContain(`"${axis}:`);
  });

  it('let an allowed import pass', () => {
    expect(readFileSync(join(FIXTURES, 'allowed.ts'), 'utf8')).toContain('@once/contracts');
    expect(messagesOf.get('allowed.ts')).toEqual([]);
  });
});
