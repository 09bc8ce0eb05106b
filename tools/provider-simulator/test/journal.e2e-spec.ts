import { describe, expect, it } from '@jest/globals';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pay, readAllEffects } from './provider-api.ts';
import { makeDataDir, SimulatorProcess } from './simulator-process.ts';

/** A data folder with three payments in it, and the path of its journal. */
async function recordThreePayments() {
  const dataDir = await makeDataDir();
  await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
  const url = await simulator.url();
  for (const key of ['k1', 'k2', 'k3']) await pay(url, key);
  await simulator.signal('SIGTERM');
  return { dataDir, journal: join(dataDir.path, 'effects.v1.ndjson') };
}

describe('a journal', () => {
  it('whose last write was cut short loses that write only, and says so', async () => {
    const { dataDir, journal } = await recordThreePayments();
    await using _dataDir = dataDir;
    const intact = await readFile(journal, 'utf8');
    await appendFile(journal, intact.split('\n')[0]?.slice(0, 40) ?? '');

    await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
    const url = await simulator.url();
    expect((await readAllEffects(url)).map((row) => row.provider_key)).toEqual(['k1', 'k2', 'k3']);
    expect(await readFile(journal, 'utf8')).toBe(intact);
    expect(await pay(url, 'k4')).toMatchObject({ status: 201, isReplay: false });
    expect((await simulator.signal('SIGTERM')).stderr).toMatch(/dropped 40 bytes of a write cut short after line 4/);

    await using again = new SimulatorProcess('--data-dir', dataDir.path);
    expect(await readAllEffects(await again.url())).toHaveLength(4);
  });

  it.each([
    ['changed', (lines: string[]) => lines.with(1, lines[1]?.replace('1099', '1090') ?? ''), /damaged at line 2/],
    ['missing', (lines: string[]) => lines.toSpliced(1, 1), /damaged at line 2: it calls itself line 3/],
    [
      'there twice',
      (lines: string[]) => lines.toSpliced(1, 0, lines[0] ?? ''),
      /damaged at line 2: it calls itself line 1/,
    ],
    ['no JSON', (lines: string[]) => lines.with(2, '?'), /damaged at line 3/],
  ])('with a line that is %s is refused with its number', async (_name, damage, message) => {
    const { dataDir, journal } = await recordThreePayments();
    await using _dataDir = dataDir;
    const damaged = damage((await readFile(journal, 'utf8')).split('\n')).join('\n');
    await writeFile(journal, damaged);

    await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
    const { exitCode, stdout, stderr } = await simulator.ended;
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(await readFile(journal, 'utf8')).toBe(damaged);
  });
});
