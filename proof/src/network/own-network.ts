import { cacheRoot, embeddedKafkaVersion } from '@once/stack';
import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Set in the process that was started again within a network of its own. */
const ENTERED = 'ONCE_PROOF_NETWORK';
/** Servers out there can't be reached from within. */
const OUTSIDE = ['PG_URL', 'KAFKA_BROKERS', 'REDIS_URL'];
/**
 * How often unacknowledged data is sent again before the kernel gives a connection up: about 3 s, as hosts are set that
 * have to notice a lost peer. The default of 15 takes as many minutes.
 */
const RETRIES = 3;
/** What a run does in its network, tried in one that ends with the trial: a container may forbid each of these to root. */
const TRIAL = `
  ip link set lo up
  ip link add to-provider type veth peer name to-charge
  echo ${RETRIES} > /proc/sys/net/ipv4/tcp_retries2`;

/** What a run has to do with networks of its own. */
export type OwnNetwork =
  | { readonly kind: 'entered' }
  /** The faults that need one are left out, or the run is refused. */
  | { readonly kind: 'impossible'; readonly why: string };

export const hasEnteredOwnNetwork = (): boolean => process.env[ENTERED] !== undefined;

/**
 * Starts this very command again, as the same process, in a network namespace of its own; it returns only where that is
 * not possible. Nothing of it has to be taken down: the kernel does when the last process in it has ended, however.
 */
export async function enterOwnNetwork(): Promise<OwnNetwork> {
  if (hasEnteredOwnNetwork()) {
    await run('ip', ['link', 'set', 'lo', 'up']);
    await writeFile('/proc/sys/net/ipv4/tcp_retries2', String(RETRIES));
    return { kind: 'entered' };
  }
  const why = await whyImpossible();
  if (why !== undefined || !process.execve) return { kind: 'impossible', why: why ?? 'this Node has no execve' };
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(findCommand('unshare') ?? '', ['unshare', '--net', ...again], { ...process.env, [ENTERED]: 'own' });
  throw new Error('unshare was not started');
}

async function whyImpossible(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const missing = ['ip', 'unshare', 'nsenter'].filter((name) => findCommand(name) === undefined);
  if (missing.length > 0) return `there is no ${missing.join(', ')}: install iproute2 and util-linux`;
  const outside = OUTSIDE.filter((name) => process.env[name]);
  if (outside.length > 0) return `${outside.join(', ')}: servers outside of the namespace can't be reached from within`;
  if (!(await isBrokerDownloaded()))
    return 'the broker is not downloaded yet, and within there is no line: run it again';
  return run('unshare', ['--net', 'sh', '-ec', TRIAL]).then(
    () => undefined,
    // The last line is what the command that failed has said; before it stands the trial.
    (error: unknown) => `no network of its own can be made: ${String(error).trim().split('\n').at(-1)}`,
  );
}

async function isBrokerDownloaded(): Promise<boolean> {
  const name = `kafka-${await embeddedKafkaVersion()}-`;
  try {
    return readdirSync(await cacheRoot()).some((folder) => folder.startsWith(name));
  } catch {
    // No cache yet.
    return false;
  }
}

function findCommand(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us.
    return false;
  }
}
