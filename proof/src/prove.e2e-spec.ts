import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, 'prove.cli.ts');
const RUN_MS = 240_000;

let evidence: string;

beforeAll(async () => {
  evidence = await mkdtemp(join(tmpdir(), 'once-prove-test-'));
});

afterAll(() => rm(evidence, { recursive: true, force: true }));

interface Command {
  readonly ended: Promise<number | null>;
  readonly output: () => string;
  /** Every process that it started, and that those started. */
  readonly descendants: () => Promise<string[]>;
  signal(name: NodeJS.Signals): void;
}

/** Of the variables that reach all processes of a stack one is the test's own, by which they are found. */
function prove(...args: string[]): Command {
  const mark = `OTEL_PROVE_TEST=${randomUUID()}`;
  const [name = '', value = ''] = mark.split('=');
  const all = ['--conditions=once-source', '--no-warnings', CLI, '--evidence', evidence, ...args];
  const child = spawn(process.execPath, all, { env: { ...process.env, NODE_OPTIONS: '', [name]: value } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  return {
    ended: new Promise((resolve) => child.on('close', (code) => resolve(code))),
    output: () => output,
    descendants: () => processesWith(mark),
    signal: (signal) => child.kill(signal),
  };
}

async function processesWith(mark: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const marked = pids.map(async (pid) => {
    // One that has ended meanwhile is none.
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    return environment.split('\0').includes(mark) ? pid : [];
  });
  return (await Promise.all(marked)).flat();
}

const untilNothingRuns = ({ descendants }: Command): Promise<true> =>
  eventually('nothing runs any more', async () => (await descendants()).length === 0, 20_000);

describe('npm run prove', () => {
  it(
    'shows under faults that each operation took effect once, ends with 0 and leaves nothing running',
    async () => {
      // Faults that bite in every few requests: with so few operations a rare one may find nothing to meet.
      const faults = 'lost-answers,provider-effect-then-drop';
      const command = prove('--seed', '42', '--ops', '60', '--faults', faults);
      expect({ code: await command.ended, output: command.output() }).toEqual({
        code: 0,
        output: expect.stringMatching(
          /^prove {2}seed 42 [^]*\+ check .* 40 invariants[^]*bit +provider-effect-then-drop [^]*verdict {2}PASS\n[^]*replay .*npm run prove -- --seed 42 --ops 60/,
        ),
      });
      const summary = JSON.parse(await readFile(join(evidence, 'latest', 'summary.json'), 'utf8'));
      expect(summary).toMatchObject({ verdict: 'pass', exitCode: 0, seed: '42', operations: 60, reasons: [] });
      await untilNothingRuns(command);
    },
    RUN_MS,
  );

  it(
    'ends with 2 when it is interrupted, and leaves nothing running',
    async () => {
      const command = prove('--ops', '5000', '--faults', 'none');
      const isUp = (): Promise<boolean> => Promise.resolve(command.output().includes('+ start stack'));
      await eventually('the stack is up', isUp, 120_000);
      expect((await command.descendants()).length).toBeGreaterThan(8);
      command.signal('SIGTERM');
      command.signal('SIGTERM');
      expect({ code: await command.ended, output: command.output() }).toEqual({
        code: 2,
        output: expect.stringContaining('interrupted by SIGTERM'),
      });
      await untilNothingRuns(command);
    },
    RUN_MS,
  );

  it('ends with 2 for arguments that it does not know, and says what to give', async () => {
    const command = prove('--faults', 'nothing');
    expect(await command.ended).toBe(2);
    expect(command.output()).toMatch(/there is no fault nothing[^]*usage: npm run prove/);
  });
});
