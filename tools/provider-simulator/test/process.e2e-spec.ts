import { describe, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { pay, readAllEffects } from './provider-api.ts';
import { makeDataDir, SimulatorProcess } from './simulator-process.ts';

describe('the process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'prints one ready line and ends cleanly on %s, sent again and again',
    async (signal) => {
      await using dataDir = await makeDataDir();
      await using simulator = new SimulatorProcess('--port', '0', '--data-dir', dataDir.path);
      const url = await simulator.url();
      expect((await fetch(`${url}/livez`)).status).toBe(200);
      for (let count = 0; count < 5; count += 1) simulator.child.kill(signal);
      expect(await simulator.ended).toEqual({ exitCode: 0, stdout: `${JSON.stringify({ url })}\n`, stderr: '' });
      expect(await readdir(dataDir.path)).toEqual(['effects.v1.ndjson']);
    },
  );

  it.each([
    [['--data-dir', 'd', 'stray'], 'stray'],
    [['--data-dir', 'd', '--latency', '5'], '--latency'],
    [[], '--data-dir is missing'],
  ])('refuses %j with a hint', async (args, hint) => {
    await using simulator = new SimulatorProcess(...args);
    const { exitCode, stdout, stderr } = await simulator.ended;
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(hint);
    expect(stderr).toContain('Usage: provider-simulator');
  });

  it('answers 503 to who still waits when it stops, and moves no money for them', async () => {
    await using dataDir = await makeDataDir();
    await using simulator = new SimulatorProcess('--data-dir', dataDir.path, '--latency-ms', '60000');
    const url = await simulator.url();
    const waiting = pay(url, 'k');
    await untilInProgress(url, 'k');
    expect((await simulator.signal('SIGTERM')).exitCode).toBe(0);
    expect(await waiting).toMatchObject({ status: 503, body: expect.stringContaining('shutting_down') });

    await using again = new SimulatorProcess('--data-dir', dataDir.path);
    expect(await readAllEffects(await again.url())).toEqual([]);
  });

  it('stops even if a client never finishes its request', async () => {
    await using dataDir = await makeDataDir();
    await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
    const socket = connect(Number(new URL(await simulator.url()).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => undefined).write('POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    expect((await simulator.signal('SIGTERM')).exitCode).toBe(0);
    socket.destroy();
  });

  it('refuses a data folder that another process has, and takes it when that one was killed', async () => {
    await using dataDir = await makeDataDir();
    await using first = new SimulatorProcess('--data-dir', dataDir.path);
    await first.url();
    await using second = new SimulatorProcess('--data-dir', dataDir.path);
    const { exitCode, stderr } = await second.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`is in use: process ${first.child.pid} has it`);

    await first.signal('SIGKILL');
    await using third = new SimulatorProcess('--data-dir', dataDir.path);
    await expect(third.url()).resolves.toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('refuses a port that is taken, and frees its data folder', async () => {
    await using own = await makeDataDir();
    await using other = await makeDataDir();
    await using first = new SimulatorProcess('--data-dir', other.path);
    const { port } = new URL(await first.url());
    await using second = new SimulatorProcess('--data-dir', own.path, '--port', port);
    const { exitCode, stderr } = await second.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain('EADDRINUSE');
    expect(await readdir(own.path)).toEqual(['effects.v1.ndjson']);
  });
});

/** The lookup itself is the signal: it says when the request has reached the simulator. */
async function untilInProgress(url: string, key: string): Promise<void> {
  for (;;) {
    const lookup = (await (await fetch(`${url}/v1/requests/${key}`)).json()) as { outcome: string };
    if (lookup.outcome === 'inconclusive') return;
  }
}
