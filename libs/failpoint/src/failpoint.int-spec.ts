import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LABEL = 'relay.acknowledged-before-mark';
const SCRIPT = `import { failpoint } from '@once/failpoint'; failpoint('${LABEL}'); failpoint('${LABEL}'); console.log('went on');`;

let folder: string;

/** Says something, reaches the crash point, says something else, and comes back over another connection. */
const TALK = `import { failpoint } from '@once/failpoint';
import { connect } from 'node:net';
const say = (socket, words) => new Promise((resolve) => {
  socket.once('data', (answer) => resolve(String(answer)));
  socket.once('error', ({ code }) => resolve(code));
  socket.write(words);
});
const open = () => connect(Number(process.env.PORT), '127.0.0.1');
const socket = open();
const answers = [await say(socket, 'begin')];
failpoint('${LABEL}');
answers.push(await say(socket, 'commit'), await say(open(), 'again'));
console.log(answers.join(' '));
process.exit();`;

/** A process of its own, because the armed one ends or stops its process. */
const run = (conditions: readonly string[], { script = SCRIPT, port = 0 } = {}) =>
  new Promise<{ signal: string | null; code: number | null; out: string; error: string }>((resolve) => {
    const args = [...conditions, '--no-warnings', '--input-type=module', '--eval', script];
    const env = { PATH: process.env.PATH, ONCE_FAILPOINT_DIR: folder, SERVICE_INSTANCE: 'relay-1', PORT: String(port) };
    const child = execFile(process.execPath, args, { env, cwd: import.meta.dirname }, (_error, out, error) => {
      resolve({ signal: child.signalCode, code: child.exitCode, out, error });
    });
  });

const PROOF = ['--conditions=proof', '--conditions=once-source'];
const SHIPPED = ['--conditions=once-source'];

const arm = async (mode: object) => {
  await mkdir(join(folder, 'armed'), { recursive: true });
  await writeFile(join(folder, 'armed', LABEL), JSON.stringify(mode));
};

const ANSWERS: Readonly<Record<string, string>> = { begin: 'begun', commit: 'done', again: 'done' };

async function listen(): Promise<{ port: number; heard: string[]; close: () => Promise<void> }> {
  const heard: string[] = [];
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (words) => {
      heard.push(String(words));
      socket.write(ANSWERS[String(words)] ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, heard, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'once-failpoint-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a crash point', () => {
  it.each([
    ['from source', SHIPPED],
    ['as it is built', []],
  ] as const)('can not be armed in a shipped build, %s', async (_how, conditions) => {
    await arm({ mode: 'kill' });
    expect(await run(conditions)).toMatchObject({ signal: null, code: 0, out: 'went on\n' });
    expect(await readdir(folder)).toEqual(['armed']);
    expect(await readdir(join(folder, 'armed'))).toEqual([LABEL]);
  });

  it('counts its hits when nothing is armed', async () => {
    expect(await run(PROOF)).toMatchObject({ code: 0, out: 'went on\n' });
    const [hits] = await readdir(join(folder, 'hits'));
    expect(hits).toMatch(new RegExp(`^${LABEL}@relay-1-\\d+$`));
    expect(await readFile(join(folder, 'hits', hits!), 'utf8')).toBe('..');
  });

  it.each([
    ['from source', PROOF],
    ['as it is built', ['--conditions=proof']],
  ] as const)('kills its process at the first hit, %s', async (_how, conditions) => {
    await arm({ mode: 'kill' });
    expect(await run(conditions)).toMatchObject({ signal: 'SIGKILL', out: '' });
    expect(await readdir(join(folder, 'armed'))).toEqual([]);
    expect(await readdir(join(folder, 'taken'))).toEqual([expect.stringContaining(`${LABEL}@relay-1-`)]);
    const [hits] = await readdir(join(folder, 'hits'));
    expect(await readFile(join(folder, 'hits', hits!), 'utf8')).toBe('.');
  });

  it('throws where it is told to, and says which one it was', async () => {
    await arm({ mode: 'throw' });
    expect(await run(PROOF)).toMatchObject({ code: 1, out: '', error: expect.stringContaining(`failpoint ${LABEL}`) });
  });

  it('stands still for as long as it is told to, and goes on', async () => {
    await arm({ mode: 'hang', ms: 300 });
    const startedAt = performance.now();
    expect(await run(PROOF)).toMatchObject({ code: 0, out: 'went on\n' });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(300);
  });

  it.each([
    ['before what is sent next arrives', 'drop_before', ['begin', 'again'], 'begun ECONNRESET done'],
    [
      'after it has taken effect, and before its answer',
      'drop_after',
      ['begin', 'commit', 'again'],
      'begun ECONNRESET done',
    ],
  ])('loses its connections %s, and can open others', async (_when, mode, heard, out) => {
    const server = await listen();
    await arm({ mode });
    expect(await run(PROOF, { script: TALK, port: server.port })).toMatchObject({ code: 0, out: `${out}\n` });
    await server.close();
    expect(server.heard).toEqual(heard);
  });
});
