import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, 'prove.cli.ts');
const RUN_MS = 600_000;

let evidence: string;

beforeAll(async () => {
  evidence = await mkdtemp(join(tmpdir(), 'once-prove-test-'));
});

afterAll(() => rm(evidence, { recursive: true, force: true }));

interface Command {
  readonly pid: number;
  readonly ended: Promise<number | null>;
  readonly output: () => string;
  /** Standard output alone. */
  readonly printed: () => string;
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
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += String(chunk)));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  return {
    ended: new Promise((resolve) => child.on('close', (code) => resolve(code))),
    output: () => output,
    printed: () => printed,
    pid: child.pid ?? 0,
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

/** Of the stack: what serves, and not what looks after it. */
async function serversOf({ pid: parent }: Command): Promise<number[]> {
  const commands = (await readdir('/proc')).map(async (pid) => {
    // The fourth field; the second is a name in brackets.
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (/^\d+ \(.*\) . (\d+) /s.exec(stat)?.[1] !== String(parent)) return [];
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return /^java|bin\/postgres\0-D|provider-simulator|apps\//.test(line) ? Number(pid) : [];
  });
  return (await Promise.all(commands)).flat();
}

async function pidOf(command: Command, instance: string): Promise<number> {
  for (const pid of await command.descendants()) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(`SERVICE_INSTANCE=${instance}`)) return Number(pid);
  }
  throw new Error(`no ${instance} runs`);
}

/** That a phase is over. */
const until = (command: Command, phase: string): Promise<true> =>
  eventually(`${phase} is over`, () => Promise.resolve(command.output().includes(`+ ${phase}`)), RUN_MS);

const untilNothingRuns = ({ descendants }: Command): Promise<true> =>
  eventually('nothing runs any more', async () => (await descendants()).length === 0);

interface Plan {
  readonly schedule: readonly object[];
  readonly operationsSha256: string;
}

async function planOf(...args: string[]): Promise<Plan> {
  const command = prove('--plan', ...args);
  expect(await command.ended).toBe(0);
  return JSON.parse(command.printed()) as Plan;
}

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
          /^prove {2}seed 42 [^]*\+ check .* 48 invariants[^]*bit +provider-effect-then-drop [^]*verdict {2}PASS\n[^]*replay .*npm run prove -- --seed 42 --ops 60/,
        ),
      });
      const summary = JSON.parse(await readFile(join(evidence, 'latest', 'summary.json'), 'utf8'));
      const { schedule } = await planOf('--seed', '42', '--ops', '60', '--faults', faults);
      expect(schedule).toHaveLength(2);
      expect(summary).toMatchObject({ schedule });
      expect(summary).toMatchObject({ verdict: 'pass', exitCode: 0, seed: '42', operations: 60, reasons: [] });
      const dotted = expect.stringMatching(/^\d+(\.\d+)+$/);
      const environment = JSON.parse(await readFile(join(evidence, 'latest', 'env.json'), 'utf8'));
      expect(environment).toMatchObject({ versions: { postgres: dotted, kafka: dotted } });
      await untilNothingRuns(command);
    },
    RUN_MS,
  );

  it('plans the same operations and the same faults for the same seed, and others for another', async () => {
    const [one, same, other] = await Promise.all([planOf('--seed', '5'), planOf('--seed', '5'), planOf('--seed', '6')]);
    expect(one).toEqual(same);
    expect(one.schedule.length).toBeGreaterThan(20);
    expect(other.schedule).not.toEqual(one.schedule);
    expect(other.operationsSha256).not.toBe(one.operationsSha256);
  });

  it(
    'ends with 2 when the metrics of one process can not be read, whatever else holds',
    async () => {
      const command = prove('--seed', '1', '--ops', '40', '--faults', 'none');
      await until(command, 'heal');
      process.kill(await pidOf(command, 'ledger-consumer-2'), 'SIGSTOP');
      expect({ code: await command.ended, output: command.output() }).toEqual({
        code: 2,
        output: expect.stringMatching(
          /INCONCLUSIVE[^]*check failed: the metrics of ledger-consumer at [^ ]+ could not be read/,
        ),
      });
      await untilNothingRuns(command);
    },
    RUN_MS,
  );

  it(
    'ends with 2 when the stack is killed under it, though all of it comes back',
    async () => {
      const command = prove('--seed', '1', '--ops', '400', '--faults', 'none');
      await until(command, 'start stack');
      const pids = await serversOf(command);
      // Seven services, the provider, Postgres and the broker.
      expect(pids).toHaveLength(10);
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      expect({ code: await command.ended, output: command.output() }).toEqual({
        code: 2,
        output: expect.stringMatching(/INCONCLUSIVE/),
      });
      const { reasons } = JSON.parse(await readFile(join(evidence, 'latest', 'summary.json'), 'utf8'));
      expect(reasons).not.toEqual([]);
      await untilNothingRuns(command);
    },
    RUN_MS,
  );

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with 2 when it is interrupted by %s, and leaves nothing running',
    async (signal) => {
      const command = prove('--ops', '5000', '--faults', 'none');
      const isUp = (): Promise<boolean> => Promise.resolve(command.output().includes('+ start stack'));
      await eventually('the stack is up', isUp, RUN_MS);
      expect((await command.descendants()).length).toBeGreaterThan(8);
      command.signal(signal);
      command.signal(signal);
      expect({ code: await command.ended, output: command.output() }).toEqual({
        code: 2,
        output: expect.stringContaining(`interrupted by ${signal}`),
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
