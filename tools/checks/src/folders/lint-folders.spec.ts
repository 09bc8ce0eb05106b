import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { REPOSITORY_ROOT } from '../workspace-packages.ts';

const CLI = join(REPOSITORY_ROOT, 'tools/checks/src/folders/lint-folders.cli.ts');

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'once-folders-'));
  await writeFile(join(root, 'tsconfig.base.json'), '{}');
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Plants files that import what their names stand for, and lints the checkout that they make. */
const lint = async (files: Record<string, string[]>, ...stray: string[]) => {
  for (const [path, imports] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(
      join(root, path),
      `${imports.map((from) => `import '${from}';`).join('\n')}\nexport const x = 1;\n`,
    );
  }
  for (const folder of ['apps', 'libs', 'tools']) await mkdir(join(root, folder), { recursive: true });
  return new Promise<{ code: number; said: string }>((resolve) => {
    const args = ['--conditions=once-source', '--no-warnings', CLI, root, ...stray];
    const child = execFile(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, said: `${out}${err}` }),
    );
  });
};

describe('the rule against cycles of folders', () => {
  it('lets folders pass that lead one way, whatever a tool does', async () => {
    const { code, said } = await lint({
      'apps/shop/src/main.ts': ['./pay/pay.ts'],
      'apps/shop/src/pay/pay.ts': ['../money/money.ts'],
      'apps/shop/src/money/money.ts': [],
      'tools/saw/src/saw.ts': ['./blade/blade.ts'],
      'tools/saw/src/blade/blade.ts': ['../saw.ts'],
    });
    expect(said).toMatch(/'apps\/shop' +│ 3 +│ 2 +│ 0 +│ 0 /);
    expect(said).toMatch(/'tools\/saw' +│ 2 +│ 2 +│ 2 +│ 2 /);
    expect(code).toBe(0);
  });

  it.each([
    [
      'two folders of a lib that import from each other',
      { 'libs/till/src/a/a.ts': ['../b/b.ts'], 'libs/till/src/b/b.ts': ['../a/c.ts'], 'libs/till/src/a/c.ts': [] },
      'runs in a circle: libs/till/src/a → libs/till/src/b',
    ],
    [
      'a folder that imports from the one above it',
      { 'apps/shop/src/main.ts': ['./a/a.ts'], 'apps/shop/src/a/a.ts': ['../env.ts'], 'apps/shop/src/env.ts': [] },
      'runs in a circle: apps/shop/src/a → apps/shop/src',
    ],
    [
      'folders that are tied only with what is below them',
      {
        'apps/shop/src/a/one/a.ts': ['../../b/b.ts'],
        'apps/shop/src/b/b.ts': ['../a/two/a.ts'],
        'apps/shop/src/a/two/a.ts': [],
      },
      'runs in a circle: apps/shop/src/a → apps/shop/src/b',
    ],
  ])('refuses %s', async (_what, files, expected) => {
    const { code, said } = await lint(files);
    expect(said).toContain(expected);
    expect(code).toBe(1);
  });

  it('takes a type for a tie like any other', async () => {
    await lint({});
    await mkdir(join(root, 'libs/till/src/a'), { recursive: true });
    await writeFile(join(root, 'libs/till/src/a/a.ts'), `import type { B } from '../b.ts';\nexport type A = B;\n`);
    await writeFile(join(root, 'libs/till/src/b.ts'), `import type { A } from './a/a.ts';\nexport type B = A;\n`);
    expect((await lint({})).code).toBe(1);
  });

  it.each([
    ['nothing to read', []],
    ['a stray argument', ['more']],
  ])('ends with 2 at %s', async (_what, stray) => {
    expect((await lint({}, ...stray)).code).toBe(2);
  });
});
