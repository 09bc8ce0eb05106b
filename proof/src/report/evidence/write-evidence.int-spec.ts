import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleRun } from '../../../test/sample-run.ts';
import { writeCiReports } from '../ci/write-ci-reports.ts';
import { createEvidenceFolder } from './evidence-folder.ts';
import { keepHistory } from './keep-history.ts';
import { linkLatest } from './link-latest.ts';
import { writeEvidence } from './write-evidence.ts';

const RUN = { startedAt: new Date('2026-01-02T03:04:05.000Z'), seed: '42' };

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'evidence-'));
});
afterEach(() => rm(root, { recursive: true }));

const linesOf = async (path: string): Promise<string[]> => (await readFile(path, 'utf8')).trimEnd().split('\n');

describe('the evidence folder', () => {
  it('is never that of another run, also when they begin at once', async () => {
    const folders = await Promise.all([1, 2, 3].map(() => createEvidenceFolder(root, RUN)));
    expect(folders.map(({ name }) => name).sort()).toEqual([
      '20260102T030405Z-42',
      '20260102T030405Z-42.2',
      '20260102T030405Z-42.3',
    ]);
  });

  it('holds the whole run beside its history, and is the latest', async () => {
    const folder = await createEvidenceFolder(root, RUN);
    const written = join(root, 'elsewhere.ndjson');
    await writeFile(written, '{}\n');
    await keepHistory(written, folder.historyFile);
    await expect(writeEvidence(folder, sampleRun())).resolves.toBe(join(folder.path, 'report.html'));
    expect((await readdir(folder.path)).sort()).toEqual([
      ...[
        'env.json',
        'faults.ndjson',
        'history.ndjson',
        'report.html',
        'samples.ndjson',
        'summary.json',
        'transcripts',
      ],
    ]);
    expect(JSON.parse(await readFile(join(root, 'latest', 'summary.json'), 'utf8'))).toMatchObject({ exitCode: 0 });
    expect(await linesOf(join(folder.path, 'samples.ndjson'))).toHaveLength(592);
    const [first = ''] = await linesOf(join(folder.path, 'faults.ndjson'));
    expect(JSON.parse(first)).toEqual({ fault: 'lost responses', fromMs: 10_000, toMs: 90_000 });
    expect(await readdir(root)).toEqual(['20260102T030405Z-42', 'latest']);
  });
});

describe('linkLatest', () => {
  it('is replaced in one step: whoever looks finds the old run or the new one', async () => {
    await linkLatest(root, 'run-0');
    let isDone = false;
    const seen = new Set<string>();
    const look = async (): Promise<void> => {
      while (!isDone) seen.add(await readlink(join(root, 'latest')));
    };
    const looking = look();
    for (let run = 1; run <= 200; run += 1) await linkLatest(root, `run-${run}`);
    isDone = true;
    await looking;
    expect(seen.size).toBeGreaterThan(1);
    expect(await readlink(join(root, 'latest'))).toBe('run-200');
    expect(await readdir(root)).toEqual(['latest']);
  });

  it('leaves a folder of that name alone', async () => {
    await mkdir(join(root, 'latest'));
    await expect(linkLatest(root, 'run-1')).rejects.toThrow('latest');
    expect(await readdir(root)).toEqual(['latest']);
  });
});

describe('writeCiReports', () => {
  it('writes for a CI system only where one is, and adds to what other steps wrote', async () => {
    const folder = { path: root };
    await writeCiReports(folder, sampleRun(), {});
    expect(await readdir(root)).toEqual([]);
    const summary = join(root, 'summary.md');
    await writeFile(summary, 'before\n');
    await writeCiReports(folder, sampleRun(), { CI: 'true', GITHUB_STEP_SUMMARY: summary });
    expect((await linesOf(summary)).slice(0, 2)).toEqual(['before', '## Proof: pass (seed 42)']);
    expect(await readFile(join(root, 'junit.xml'), 'utf8')).toContain('<testsuites tests="12" failures="0"');
  });
});
