import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { joinSockets } from './join-sockets.ts';

const run = promisify(execFile);

/** Known in our own two namespaces only, so that they can't collide with anything. */
const CHARGE_SIDE = { address: '10.213.77.1', link: 'to-provider' };
const PROVIDER_SIDE = { address: '10.213.77.2', link: 'to-charge', port: 8181 };
const FORWARDER = join(import.meta.dirname, 'forward-provider.ts');
/** A neighbour that does not answer is given up after 3 tries; with the default of 1 s each a client would not see it. */
const NEIGHBOUR_RETRY_MS = 100;

/**
 * The provider as seen over a cable of its own: a forwarder in a network namespace that only a veth pair leads to. What
 * charge-api sends there goes on to the real provider; the way back can be cut, as by a router that lost one route.
 */
export class ReturnPath {
  readonly url = `http://${PROVIDER_SIDE.address}:${PROVIDER_SIDE.port}`;
  readonly #forwarder: ChildProcess;
  readonly #bridge: Server;
  readonly #folder: string;

  private constructor(forwarder: ChildProcess, bridge: Server, folder: string) {
    this.#forwarder = forwarder;
    this.#bridge = bridge;
    this.#folder = folder;
  }

  /** Call it in a network namespace of our own. */
  static async open(providerUrl: string): Promise<ReturnPath> {
    const folder = await mkdtemp(join(tmpdir(), 'once-return-path-'));
    const socketFile = join(folder, 'provider.sock');
    const bridge = await openBridge(socketFile, new URL(providerUrl));
    const path = new ReturnPath(await startForwarder(socketFile), bridge, folder);
    await path.#layCable().catch(async (error: unknown) => {
      await path.close();
      throw error;
    });
    return path;
  }

  /** Requests still arrive over connections that stand; nothing comes back, acknowledgements included. */
  cut(): Promise<unknown> {
    return this.#atProvider('ip', 'link', 'set', PROVIDER_SIDE.link, 'arp', 'off');
  }

  /** The sender notices that there is no way, too: its sockets report EHOSTUNREACH. */
  noticeAtSender(): Promise<unknown> {
    return run('ip', ['neigh', 'flush', 'dev', CHARGE_SIDE.link]);
  }

  async heal(): Promise<void> {
    await this.#atProvider('ip', 'link', 'set', PROVIDER_SIDE.link, 'arp', 'on');
    await this.#atProvider('ip', 'neigh', 'flush', 'dev', PROVIDER_SIDE.link);
    await run('ip', ['neigh', 'flush', 'dev', CHARGE_SIDE.link]);
  }

  /** The far namespace and the cable go with the forwarder, which ends with its standard input. */
  async close(): Promise<void> {
    const { exitCode, signalCode } = this.#forwarder;
    const ended = exitCode === null && signalCode === null ? once(this.#forwarder, 'exit') : undefined;
    this.#forwarder.kill('SIGKILL');
    await ended;
    this.#bridge.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #layCable(): Promise<void> {
    const { link, address } = CHARGE_SIDE;
    await run('ip', ['link', 'add', link, 'type', 'veth', 'peer', 'name', PROVIDER_SIDE.link]);
    await run('ip', ['link', 'set', PROVIDER_SIDE.link, 'netns', String(this.#forwarder.pid)]);
    await run('ip', ['addr', 'add', `${address}/30`, 'dev', link]);
    await run('ip', ['link', 'set', link, 'up']);
    await writeFile(`/proc/sys/net/ipv4/neigh/${link}/retrans_time_ms`, String(NEIGHBOUR_RETRY_MS));
    await this.#atProvider('ip', 'addr', 'add', `${PROVIDER_SIDE.address}/30`, 'dev', PROVIDER_SIDE.link);
    await this.#atProvider('ip', 'link', 'set', PROVIDER_SIDE.link, 'up');
  }

  #atProvider(...command: string[]): Promise<unknown> {
    return run('nsenter', ['--target', String(this.#forwarder.pid), '--net', ...command]);
  }
}

/** A socket file is seen from every network namespace. */
async function openBridge(socketFile: string, provider: URL): Promise<Server> {
  const target = { host: provider.hostname, port: Number(provider.port), allowHalfOpen: true };
  const bridge = createServer({ allowHalfOpen: true }, (socket) => joinSockets(socket, connect(target)));
  bridge.listen(socketFile);
  await once(bridge, 'listening');
  return bridge;
}

async function startForwarder(socketFile: string): Promise<ChildProcess> {
  const command = [process.execPath, '--no-warnings', FORWARDER, socketFile, String(PROVIDER_SIDE.port)];
  const forwarder = spawn('unshare', ['--net', ...command], { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = await Promise.race([once(forwarder.stdout, 'data'), once(forwarder, 'exit'), once(forwarder, 'error')]);
  if (String(said[0]).trim() !== 'listening') throw new Error(`the forwarder did not start: ${String(said[0])}`);
  return forwarder;
}
