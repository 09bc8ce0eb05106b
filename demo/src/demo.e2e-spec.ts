import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoProcess, descendantsOf, isAlive } from '../test/demo-process.ts';

const RUN_MS = 600_000;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'once-demo-test-'));
});

afterAll(() => rm(folder, { recursive: true }));

const fileOf = async (name: string, lines: readonly string[]): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, lines.join('\n'));
  return path;
};

const stillAlive = async (pids: readonly number[]): Promise<number[]> => {
  const alive = await Promise.all(pids.map(isAlive));
  return pids.filter((_, index) => alive[index]);
};

describe('npm run demo', () => {
  it(
    'runs the good lines of a file of the user, lists the bad ones, and leaves nothing running',
    async () => {
      const path = await fileOf('mine.ndjson', [
        '{"tenant":"acme","key":"k-1","raw":"{\\"amount\\":500,\\"currency\\":\\"EUR\\",\\"source\\":\\"tok_visa\\"}"}',
        '{"tenant":"umbrella","key":"k-2","raw":"{}"}',
        'not json',
        '{"tenant":"acme","key":"k-3","raw":"{\\"amount\\":5,\\"currency\\":\\"EUR\\",\\"source\\":\\"4111111111111111\\"}"}',
        '{"tenant":"acme","key":"k-4","raw":"{}","refund_of":"k-3"}',
      ]);
      const demo = new DemoProcess([path]);
      await demo.printed('+ start Postgres');
      const started = await descendantsOf(demo.child.pid ?? 0);
      expect(started.length).toBeGreaterThanOrEqual(6);
      const { code, output, errors } = await demo.ended;
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      expect(output).toMatch(/line +2 {2}unknown tenant "umbrella"/);
      expect(output).toMatch(/line +3 {2}not JSON/);
      expect(output).toMatch(/line +5 {2}not sent: the charge to refund did not come about/);
      expect(output).toMatch(/final answers +201 x 2 {2}400 x 1/);
      expect(output.trimEnd()).toMatch(/verdict PASS .* 3 lines of the file were not run \(listed above\)$/);
      expect(await stillAlive(started)).toEqual([]);
    },
    RUN_MS,
  );

  it(
    'ends with 130 on Ctrl-C in the middle of the requests, and leaves nothing running',
    async () => {
      const demo = new DemoProcess([]);
      await demo.printed('sent 100/441');
      const started = await descendantsOf(demo.child.pid ?? 0);
      demo.child.kill('SIGINT');
      demo.child.kill('SIGINT');
      const { code, output, errors } = await demo.ended;
      expect({ code, errors }).toEqual({ code: 130, errors: '\ndemo: interrupted by SIGINT\n' });
      expect(output).not.toContain('verdict');
      expect(await stillAlive(started)).toEqual([]);
    },
    RUN_MS,
  );

  it.each([
    ['an unknown argument', ['--fast'], "Unknown option '--fast'"],
    ['a file that is not there', ['/nowhere/x.ndjson'], 'cannot open /nowhere/x.ndjson: there is no such file'],
    ['a folder', ['/'], '/ is not a file'],
  ])('refuses %s with 2 before it starts anything', async (_what, args, message) => {
    const { code, output, errors } = await new DemoProcess(args).ended;
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toContain(message);
  });

  it('refuses a file without a line that can be run, with the reasons', async () => {
    const empty = await new DemoProcess([await fileOf('empty.ndjson', ['', ' '])]).ended;
    expect(empty).toMatchObject({ code: 2, output: '', errors: expect.stringContaining('empty.ndjson is empty') });
    const bad = await new DemoProcess([await fileOf('bad.ndjson', ['{', '[]'])]).ended;
    expect(bad).toMatchObject({ code: 2, output: '', errors: expect.stringContaining('line 2: not a JSON object') });
  });
});
