import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startCli } from '../start-cli.fixture.ts';
import { startStack } from '../start-stack.ts';
import { cleanLeftovers } from './clean-leftovers.ts';
import { ensureOwnFolder, runsRoot } from './own-folder.ts';
import type { RecordedProcess } from './owner-record.ts';
import { identifyProcess, judgeProcess } from './process-identity.ts';

const ownServers = { ...process.env, PG_URL: '', KAFKA_BROKERS: '' };
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('a run whose owner is killed with SIGKILL', () => {
  it('is cleaned by its watchdog', async () => {
    const { cli, dataDir, processes } = await startCli(ownServers);
    cli.kill('SIGKILL');
    await until(() => !existsSync(dataDir) && processes.every(isGone));
  });

  it('is cleaned by the next start when the watchdog was killed, too', async () => {
    const { cli, dataDir, processes } = await startCli(ownServers);
    const watchdog = processes.find(({ name }) => name === 'watchdog');
    expect(watchdog).toBeDefined();
    if (watchdog) process.kill(watchdog.pid, 'SIGKILL');
    cli.kill('SIGKILL');
    await once(cli, 'exit');
    await until(() => watchdog !== undefined && isGone(watchdog));
    const survivors = processes.filter((entry) => !isGone(entry));
    expect(survivors.map(({ name }) => name).toSorted()).toEqual(['kafka', 'postgres']);
    const next = await startStack({ env: ownServers, postgres: false, kafka: false });
    await until(() => !existsSync(dataDir) && processes.every(isGone));
    await next.stop();
  });
});

describe('cleanLeftovers', () => {
  it('spares a process that got the number of a recorded one', async () => {
    const bystander = spawnIdle();
    const stale = { pid: bystander.pid ?? 0, startTime: 'an-earlier-boot pid:[1] 1' };
    const dataDir = await forgeRun({ owner: stale, processes: [{ name: 'kafka', ...stale }] });
    await cleanLeftovers();
    await until(() => !existsSync(dataDir));
    expect(identifyProcess(stale.pid)).not.toBeNull();
  });

  it('spares a run whose owner lives', async () => {
    const owner = identifyProcess(process.pid);
    const dataDir = await forgeRun({ owner, processes: [] });
    await cleanLeftovers();
    expect(existsSync(dataDir)).toBe(true);
    await writeFile(
      join(dataDir, 'owner.json'),
      JSON.stringify({ owner: { ...owner, startTime: 'other' }, processes: [] }),
    );
    await cleanLeftovers();
    await until(() => !existsSync(dataDir));
  });

  it('spares a new folder that has no owner yet, but not an old one', async () => {
    const dataDir = await forgeRun(null);
    await cleanLeftovers();
    expect(existsSync(dataDir)).toBe(true);
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await utimes(dataDir, anHourAgo, anHourAgo);
    await cleanLeftovers();
    await until(() => !existsSync(dataDir));
  });
});

function spawnIdle(): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  children.push(child);
  return child;
}

async function forgeRun(record: unknown): Promise<string> {
  const root = await runsRoot();
  const path = join(root, `forged-${process.pid}-${Math.random().toString(36).slice(2)}`);
  await ensureOwnFolder(root, 0o711);
  await mkdir(path);
  if (record !== null) await writeFile(join(path, 'owner.json'), JSON.stringify(record));
  return path;
}

const isGone = (entry: RecordedProcess): boolean => judgeProcess(entry) !== 'alive';

/** Another suite's start may be cleaning the same leftovers, so a state is waited for rather than a return. */
async function until(isReached: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!isReached()) {
    if (performance.now() > deadline) throw new Error('The expected state was not reached within 20 s.');
    await delay(25);
  }
}
