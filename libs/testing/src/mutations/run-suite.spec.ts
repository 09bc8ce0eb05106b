import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../processes/eventually.ts';
import { runSuiteIn, type SuiteOptions } from './run-suite.ts';

const REPORT = { testResults: [], numRuntimeErrorTestSuites: 0 };
const REPORTS = `
  import { writeFileSync } from 'node:fs';
  const file = process.argv[process.argv.indexOf('--report') + 1];
  writeFileSync(file, '${JSON.stringify(REPORT)}');`;
const HANGS = `setInterval(() => undefined, 1000);`;
const SAYS_IT_RUNS = `writeFileSync('runs', '');`;

/** A process that has ended and that nobody has waited for is none any more. */
const isRunning = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suite-'));
  await mkdir(join(folder, 'libs/testing/src'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const runWith = async (runner: string, options: Partial<SuiteOptions> = {}) => {
  await writeFile(join(folder, 'libs/testing/src/run-tests.cli.ts'), runner);
  const suite = { suite: 'unit', tests: ['a.spec.ts'], named: 'b c|d' };
  return runSuiteIn({ folder }, suite, { env: {}, signal: new AbortController().signal, ...options });
};

describe('a run of a suite in a copy', () => {
  it('ends with the report of its runner, who is told what to run', async () => {
    const runner = `${REPORTS} writeFileSync('arguments', process.argv.slice(2).join(' '));`;
    expect(await runWith(runner)).toEqual({ report: REPORT });
    expect(await readFile(join(folder, 'arguments'), 'utf8')).toBe(
      `--only unit --report ${join(folder, 'suite-report.json')} --named=b c|d a.spec.ts`,
    );
  });

  it('says so when there is no report, and does not take that of the run before', async () => {
    await runWith(REPORTS);
    expect(await runWith(`console.error('no room left'); process.exit(1);`)).toEqual({
      ...{ report: undefined, why: 'the run left no report. Its last words:\nno room left' },
    });
  });

  it('has no result when it is not over in time, whatever it has reported', async () => {
    expect(await runWith(`${REPORTS} ${HANGS}`, { limitMs: 1500 })).toEqual({
      ...{ report: undefined, why: 'stopped: it was still running after 1.5 s' },
    });
  });

  it('is killed when it does not stop, with what it has started', async () => {
    const child = `
      import { spawn } from 'node:child_process';
      import { writeFileSync } from 'node:fs';
      process.on('SIGTERM', () => undefined);
      writeFileSync('child', String(spawn(process.execPath, ['-e', '${HANGS}'], { stdio: 'inherit' }).pid));`;
    const interrupted = new AbortController();
    const running = runWith(`${child} ${HANGS}`, { signal: interrupted.signal, graceMs: 100 });
    const pid = await eventually(
      'the child',
      async () => Number(await readFile(join(folder, 'child'), 'utf8')) || undefined,
    );
    interrupted.abort();
    await running;
    await eventually('the end of the child', async () => !isRunning(pid));
  });

  it('has no result when it is interrupted', async () => {
    const interrupted = new AbortController();
    const running = runWith(`${REPORTS} ${SAYS_IT_RUNS} ${HANGS}`, { signal: interrupted.signal });
    await eventually('the run', async () => existsSync(join(folder, 'runs')));
    interrupted.abort();
    expect(await running).toEqual({ report: undefined, why: 'interrupted' });
  });
});
