import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boundLog, readTail } from './process-log.ts';

let folder: string;
let log: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'once-log-'));
  log = join(folder, 'service.log');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('boundLog', () => {
  it('keeps what is small', async () => {
    await writeFile(log, 'x'.repeat(10));
    boundLog(log, 10);
    expect(await readFile(log, 'utf8')).toBe('x'.repeat(10));
  });

  it('sets a large log aside while its process writes on', async () => {
    const descriptor = openSync(log, 'a');
    writeSync(descriptor, 'long before\n');
    boundLog(log, 10);
    writeSync(descriptor, 'after\n');
    closeSync(descriptor);
    expect(await readFile(log, 'utf8')).toBe('after\n');
    expect(await readFile(`${log}.1`, 'utf8')).toBe('long before\n');
  });
});

describe('readTail', () => {
  it('reads what this life wrote, and of that the last twenty lines', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    await writeFile(log, `an earlier life\n${lines.join('\n')}\n`);
    expect(await readTail(log, 'an earlier life\n'.length)).toBe(lines.slice(10).join('\n'));
    await writeFile(log, 'an earlier life\nthe end\n');
    expect(await readTail(log, 'an earlier life\n'.length)).toBe('the end');
  });

  it('reads from the beginning when the log was cut in the meantime', async () => {
    await writeFile(log, 'short\n');
    expect(await readTail(log, 5_000)).toBe('short');
  });
});
