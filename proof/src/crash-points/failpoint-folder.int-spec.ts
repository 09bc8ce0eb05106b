import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailpointFolder } from './failpoint-folder.ts';

const LABEL = 'relay.acknowledged-before-mark';
const SCRIPT = `import { failpoint } from '@once/failpoint'; failpoint('${LABEL}');`;
const CONDITIONS = ['--conditions=proof', '--conditions=once-source', '--no-warnings'];
const AN_HOUR_MS = 3_600_000;

let folder: FailpointFolder;

beforeEach(async () => {
  folder = new FailpointFolder(await mkdtemp(join(tmpdir(), 'once-failpoint-folder-')));
  await folder.create();
});

afterEach(() => rm(folder.path, { recursive: true }));

/** A process that passes the label once, and whose clock is off by `skewMs`. */
const passLabel = (instance: string, skewMs = 0): Promise<string | null> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ONCE_FAILPOINT_DIR: folder.path, SERVICE_INSTANCE: instance };
    const script = `const now = Date.now; Date.now = () => now() + ${skewMs}; ${SCRIPT}`;
    const args = [...CONDITIONS, '--input-type=module', '--eval', script];
    const child = execFile(process.execPath, args, { env, cwd: import.meta.dirname }, () => resolve(child.signalCode));
  });

describe('FailpointFolder', () => {
  it('counts the hits of all processes that there have been', async () => {
    expect(await folder.hitsOf(LABEL)).toBe(0);
    await passLabel('relay-1');
    await passLabel('relay-2');
    expect(await folder.hitsOf(LABEL)).toBe(2);
    expect(await folder.takingsOf(LABEL)).toEqual([]);
  });

  it('kills the first process that comes by, and says which one it was and when, whatever its clock says', async () => {
    await folder.arm(LABEL, { mode: 'kill' });
    const before = Date.now();
    expect(await passLabel('relay-2', -AN_HOUR_MS)).toBe('SIGKILL');
    await folder.arm(LABEL, { mode: 'kill' });
    expect(await passLabel('charge-api-1', AN_HOUR_MS)).toBe('SIGKILL');
    const takings = await folder.takingsOf(LABEL);
    expect(takings.map(({ process }) => process)).toEqual(['relay-2', 'charge-api-1']);
    for (const { atMs, pid } of takings) {
      expect(atMs).toBeGreaterThan(before - 1_000);
      expect(atMs).toBeLessThan(Date.now() + 1_000);
      expect(pid).toBeGreaterThan(1);
    }
    expect(await folder.takingsOf('relay.read-before-send')).toEqual([]);
  });

  it('takes back what nobody came by for', async () => {
    await folder.arm(LABEL, { mode: 'kill' });
    await folder.arm('relay.read-before-send', { mode: 'throw' });
    await folder.disarm(LABEL);
    expect(await readdir(join(folder.path, 'armed'))).toEqual(['relay.read-before-send']);
    await folder.disarmAll();
    expect(await readdir(join(folder.path, 'armed'))).toEqual([]);
    expect(await passLabel('relay-1')).toBeNull();
  });
});
