import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryEntry } from '../../model/history.ts';
import { HistoryWriter } from './history-writer.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'once-history-test-'));
});

afterAll(() => rm(folder, { recursive: true }));

const endOf = (call: number): HistoryEntry => ({
  kind: 'end',
  atMs: call,
  call: `c-${call}`,
  outcome: 'ok',
  status: 201,
  code: null,
  isReplay: false,
  chargeId: 'é',
  bodySha256: null,
  isTyped: false,
});

const callsIn = async (path: string): Promise<number[]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { atMs: number }).atMs);

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('HistoryWriter', () => {
  it('keeps the order of whoever appends', async () => {
    const path = join(folder, 'order.ndjson');
    const history = await HistoryWriter.create(path);
    for (const call of numbers(5_000)) {
      history.append(endOf(call));
      if (call % 97 === 0) await history.flushed();
    }
    await history.close();
    expect(await callsIn(path)).toEqual(numbers(5_000));
  });

  it('has written what was flushed while others go on appending', async () => {
    const path = join(folder, 'flushed.ndjson');
    const history = await HistoryWriter.create(path);
    history.append(endOf(0));
    const flushed = history.flushed();
    numbers(100).forEach((call) => history.append(endOf(call + 1)));
    await flushed;
    expect((await callsIn(path))[0]).toBe(0);
    await history.close();
    expect(await callsIn(path)).toHaveLength(101);
  });

  it('refuses to go on in the file of another run', async () => {
    const path = join(folder, 'twice.ndjson');
    await (await HistoryWriter.create(path)).close();
    await expect(HistoryWriter.create(path)).rejects.toThrow('EEXIST');
  });

  it('tells of a write that failed, from then on, and writes nothing after the gap', async () => {
    const history = await HistoryWriter.create(join(folder, 'failed.ndjson'));
    await history.close();
    history.append(endOf(1));
    await expect(history.flushed()).rejects.toThrow('the history cannot be written');
    history.append(endOf(2));
    await expect(history.flushed()).rejects.toThrow('the history cannot be written');
  });
});
