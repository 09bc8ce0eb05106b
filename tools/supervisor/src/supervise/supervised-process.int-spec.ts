import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../start/stack-traces.fixture.ts';
import type { ProcessFailedError } from './process-failed.error.ts';
import { SupervisedProcess, type ProcessHost, type ProcessSpec } from './supervised-process.ts';

const never = new AbortController().signal;
const server = (port: number, further = '') =>
  `${further};require('http').createServer((_, answer) => answer.end()).listen(${port}, '127.0.0.1')`;
const failure = (text: string, code: number) => `console.error('${text}'); process.exit(${code})`;

let logDir: string;
let lines: string[];
let adopted: number[];
let failed: ProcessFailedError[];
let host: ProcessHost;

beforeEach(async () => {
  logDir = await mkdtemp(join(tmpdir(), 'once-supervised-'));
  lines = [];
  adopted = [];
  failed = [];
  host = {
    logDir,
    adopt: (_name, pid) => adopted.push(pid),
    release: (pid) => (adopted = adopted.filter((other) => other !== pid)),
    changed: () => undefined,
    report: (line) => lines.push(line),
    failedBy: (error) => failed.push(error),
  };
});

afterEach(async () => {
  await rm(logDir, { recursive: true, force: true });
});

const supervise = (script: (port: number) => string, changes: Partial<ProcessSpec> = {}) =>
  new SupervisedProcess(
    {
      name: 'service-1',
      cwd: logDir,
      args: (port) => ['-e', script(port)],
      env: () => ({}),
      readyPath: '/',
      stopBoundMs: 5_000,
      ...changes,
    },
    host,
  );

describe('SupervisedProcess', () => {
  it('takes another port when the first one is taken', async () => {
    const ports: number[] = [];
    const process = supervise((port) => {
      ports.push(port);
      return ports.length === 1 ? failure('listen EADDRINUSE: address already in use', 1) : server(port);
    });
    await process.start(never);
    expect(new Set(ports).size).toBe(2);
    expect(process.url).toBe(`http://127.0.0.1:${ports[1]}`);
    expect(process.view).toEqual({ name: 'service-1', pid: adopted[0], restarts: 1 });
    await process.stop();
    expect(adopted).toEqual([]);
  });

  it('keeps its port when it ends for another reason', async () => {
    const ports: number[] = [];
    const process = supervise((port) => {
      ports.push(port);
      return ports.length === 1 ? failure('out of luck', 1) : server(port);
    });
    await process.start(never);
    expect(new Set(ports).size).toBe(1);
    await process.stop();
  });

  it('keeps a port for operators beside its own, and takes others for both while nobody knows them', async () => {
    const operatorPorts: number[] = [];
    const process = supervise(
      (port) => (operatorPorts.length === 1 ? failure('listen EADDRINUSE: address in use', 1) : server(port)),
      { hasOperatorPort: true, env: (_port, operatorPort) => (operatorPorts.push(operatorPort), {}) },
    );
    // The arguments are made before the environment.
    operatorPorts.push(0);
    await process.start(never);
    expect(new Set(operatorPorts).size).toBe(3);
    expect(process.operatorUrl).toBe(`http://127.0.0.1:${operatorPorts[2]}`);
    await process.stop();
  });

  it('has no port for operators unless asked', async () => {
    const process = supervise(server);
    await process.start(never);
    expect(process.operatorUrl).toBeUndefined();
    await process.stop();
  });

  it('does not start a process again that refuses its configuration, and shows why', async () => {
    const process = supervise(() => failure('DATABASE_URL: is required', 78));
    await expect(process.start(never)).rejects.toThrow(
      /^service-1 ended \(exit code 78\).*configuration.*\nDATABASE_URL: is required$/,
    );
    expect(failed).toHaveLength(1);
    expect(process.view).toEqual({ name: 'service-1', pid: null, restarts: 0 });
    await process.stop();
  });

  it('gives up on a process that ends at every start', async () => {
    const process = supervise(() => failure('broken build', 1));
    await expect(process.start(never)).rejects.toThrow(/5 starts in a row.*\nbroken build$/);
    expect(process.view.restarts).toBe(4);
    await process.stop();
  });

  it('ends a start that is aborted', async () => {
    const start = new AbortController();
    const process = supervise(() => 'setInterval(() => {}, 1000)');
    const started = process.start(start.signal);
    start.abort(new Error('Ctrl-C'));
    await expect(started).rejects.toThrow('Ctrl-C');
    await process.stop();
    expect(adopted).toEqual([]);
  });

  it('kills a process that does not end in time, and says so', async () => {
    const process = supervise((port) => server(port, "process.on('SIGTERM', () => {})"), { stopBoundMs: 200 });
    await process.start(never);
    await process.stop();
    expect(lines.at(-1)).toMatch(/service-1 does not end within 0.2 s: killed/);
    expect(adopted).toEqual([]);
  });

  it('starts a killed process again on its port and keeps the log of both lives', async () => {
    const process = supervise((port) => server(port, `console.log('a life')`));
    await process.start(never);
    const { url } = process;
    process.kill('SIGKILL');
    await until('the second life', () =>
      Promise.resolve(lines.filter((line) => /is ready/.test(line)).length === 2 || undefined),
    );
    expect(process.url).toBe(url);
    expect(process.view).toEqual({ name: 'service-1', pid: adopted[0], restarts: 1 });
    await process.stop();
    expect(await readFile(process.logFile, 'utf8')).toBe('a life\na life\n');
  });
});
