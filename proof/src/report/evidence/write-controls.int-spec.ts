import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleRun } from '../../../test/sample-run.ts';
import type { ControlsRecord } from '../../model/control-record.ts';
import { listRuns } from '../serve/list-runs.ts';
import { createEvidenceFolder } from './evidence-folder.ts';
import { writeControls } from './write-controls.ts';

const STARTED_AT = '2026-01-02T03:04:05.000Z';
const record: ControlsRecord = {
  ...{ format: 1, startedAt: STARTED_AT, endedAt: STARTED_AT, environment: sampleRun().environment },
  ...{ verdict: 'broken', phases: [], controls: [], problem: null },
};

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'controls-'));
});

afterAll(() => rm(root, { recursive: true }));

it('leaves a report and a document, is listed with its verdict, and is never the latest proof', async () => {
  const { path, name } = await createEvidenceFolder(root, { startedAt: new Date(STARTED_AT), seed: 'controls' });
  expect(await listRuns(root)).toEqual([{ name, verdict: 'not ended' }]);
  expect(await writeControls(path, record)).toBe(join(path, 'report.html'));
  expect((await readdir(path)).toSorted()).toEqual(['controls.json', 'report.html']);
  expect(JSON.parse(await readFile(join(path, 'controls.json'), 'utf8'))).toEqual(record);
  expect(await listRuns(root)).toEqual([{ name, verdict: 'broken' }]);
  expect(await readdir(root)).toEqual([name]);
});
