import { expect, it } from '@jest/globals';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { lockDataDir } from '../src/journal/data-dir-lock.ts';
import { startProviderSimulator } from '../src/start-provider-simulator.ts';
import { makeDataDir } from './simulator-process.ts';

/** Enough for some starter to read the dead lock and act on it only when another has taken over. */
const ROUNDS = 200;

it('goes to one of many starters that find the lock of a dead process', async () => {
  await using dataDir = await makeDataDir();
  for (let round = 1; round <= ROUNDS; round += 1) {
    const dead = { token: randomUUID(), pid: process.pid, startedTicks: '1' };
    await writeFile(join(dataDir.path, 'owner.lock'), JSON.stringify(dead));
    const starts = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDir(dataDir.path)));
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(dataDir.path)).toEqual(['owner.lock']);
  }
});

it('is taken again after it was released', async () => {
  await using dataDir = await makeDataDir();
  await (await lockDataDir(dataDir.path)).release();
  await (await lockDataDir(dataDir.path)).release();
  expect(await readdir(dataDir.path)).toEqual([]);
});

it('is refused with its path when it cannot be read', async () => {
  await using dataDir = await makeDataDir();
  await writeFile(join(dataDir.path, 'owner.lock'), 'me');
  await expect(lockDataDir(dataDir.path)).rejects.toThrow(/owner\.lock is unreadable/);
});

it('keeps two simulators of one process apart, and a stop can be repeated', async () => {
  await using dataDir = await makeDataDir();
  const options = { port: 0, dataDir: dataDir.path };
  const simulator = await startProviderSimulator(options);
  await expect(startProviderSimulator(options)).rejects.toThrow(`process ${process.pid} has it`);
  await Promise.all([simulator.stop(), simulator.stop()]);
  await (await startProviderSimulator(options)).stop();
});
