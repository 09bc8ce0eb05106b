import { describe, expect, it } from '@jest/globals';
import { REPOSITORY_ROOT } from '@once/supervisor';
import { patchProblem } from '@once/working-copy';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { INVARIANTS } from '../checker/invariants/index.ts';
import { FAULTS } from '../faults/index.ts';
import { selectFaults } from '../faults/planning/select-faults.ts';
import { CONTROLS } from './index.ts';
import { RETRIES_FULLY_JITTERED, RETRIES_WITHIN_PEAK } from './judge-retries.ts';

const run = promisify(execFile);
const LAWS = [...INVARIANTS.map(({ name }) => name), RETRIES_FULLY_JITTERED, RETRIES_WITHIN_PEAK];
const names = CONTROLS.map(({ name }) => name);

describe('a negative control', () => {
  it.each(CONTROLS)('$name applies to the sources as they are', async ({ patches }) => {
    expect(patches).not.toEqual([]);
    expect(await patchProblem(patches.map((patch) => join(REPOSITORY_ROOT, patch)))).toBeUndefined();
  });

  it.each(CONTROLS)('$name touches neither the checker nor the harness', async ({ patches }) => {
    const touched = await Promise.all(patches.map((patch) => filesOf(join(REPOSITORY_ROOT, patch))));
    expect(touched.flat()).not.toEqual([]);
    expect(touched.flat().filter((file) => !/^(apps|libs)\//.test(file))).toEqual([]);
  });

  it.each(CONTROLS)('$name expects a law that there is, in a scenario that can be run', ({ expected, scenario }) => {
    expect(LAWS).toContain(expected.invariant);
    expect(() => selectFaults(scenario.faults, FAULTS)).not.toThrow();
  });

  it('is in the list exactly when it has a file, and each patch belongs to one', async () => {
    const files = await readdir(join(import.meta.dirname, 'definitions'));
    expect(files.map((file) => file.replace('.control.ts', '')).toSorted()).toEqual(names.toSorted());
    const patches = (await readdir(join(REPOSITORY_ROOT, 'proof/controls'))).map((file) => `proof/controls/${file}`);
    const used = new Set(CONTROLS.flatMap((control) => control.patches));
    expect(patches.filter((patch) => !used.has(patch))).toEqual([]);
  });

  it('is told with everything that is removed, and when it bites, in docs/controls.md', async () => {
    const page = await readFile(join(REPOSITORY_ROOT, 'docs/controls.md'), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.map((row) => /^\| `([\w-]+)`/.exec(row)?.[1])).toEqual(names);
    for (const { name, expected, scenario } of CONTROLS) {
      const row = rows.find((line) => line.startsWith(`| \`${name}\``)) ?? '';
      expect(row).toContain(`\`${expected.invariant}\``);
      for (const fault of scenario.faults) expect(row).toContain(`\`${fault}\``);
    }
  });
});

/** As git reads them: what a patch changes, not what it says it changes. */
async function filesOf(patch: string): Promise<string[]> {
  const { stdout } = await run('git', ['apply', '--numstat', patch], { cwd: REPOSITORY_ROOT });
  return stdout.split('\n').flatMap((line) => line.split('\t')[2] ?? []);
}
