import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patchProblem, WorkingCopy } from './working-copy.ts';

const FILE = 'tools/working-copy/package.json';
const BEFORE = '  "license": "Apache-2.0",';

const patchOf = (from: string, to: string): string => `# a note before the change
diff --git a/${FILE} b/${FILE}
--- a/${FILE}
+++ b/${FILE}
@@ -5,3 +5,3 @@
   "description": "A throw-away copy of the sources, in which patches are applied and taken back.",
-${from}
+${to}
   "type": "module",
`;

let folder: string;
let copy: WorkingCopy;

async function written(name: string, from: string, to: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, patchOf(from, to));
  return file;
}

const changedLine = async (): Promise<string | undefined> =>
  (await readFile(join(copy.folder, FILE), 'utf8')).split('\n')[5];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patches-'));
  copy = await WorkingCopy.create();
});

afterAll(async () => {
  await copy.remove();
  await rm(folder, { recursive: true });
});

describe('a working copy', () => {
  it('resolves our own packages to itself, and all others to what is installed here', async () => {
    expect(await realpath(join(copy.folder, 'node_modules/@once/working-copy'))).toBe(
      await realpath(join(copy.folder, 'tools/working-copy')),
    );
    expect(await realpath(join(copy.folder, 'node_modules/typescript'))).not.toContain(copy.folder);
    expect(existsSync(join(copy.folder, 'tools/stack/dist'))).toBe(false);
  });

  it('applies a patch that builds on another, and takes both back', async () => {
    const patches = [await written('1.patch', BEFORE, 'one'), await written('2.patch', 'one', 'two')];
    const applied = await copy.apply(...patches);
    expect(await changedLine()).toBe('two');
    await written('2.patch', 'elsewhere', 'edited meanwhile');
    await applied.takeBack();
    expect(await changedLine()).toBe(BEFORE);
  });

  it('applies none of several when one does not apply, and says which', async () => {
    const patches = [await written('1.patch', BEFORE, 'one'), await written('stray.patch', 'elsewhere', 'two')];
    await expect(copy.apply(...patches)).rejects.toThrow(`patch failed: ${FILE}:5`);
    expect(await changedLine()).toBe(BEFORE);
  });
});

describe('patchProblem', () => {
  it('tells whether patches apply to the sources, and changes nothing', async () => {
    expect(await patchProblem([await written('1.patch', BEFORE, 'one')])).toBeUndefined();
    expect(await patchProblem([await written('stray.patch', 'elsewhere', 'two')])).toContain('patch failed');
    expect(await changedLine()).toBe(BEFORE);
  });
});
