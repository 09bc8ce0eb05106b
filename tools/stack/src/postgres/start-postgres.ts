import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { findFreePort } from '../server/free-port.ts';
import { ManagedServer } from '../server/managed-server.ts';
import { startOnFreePort } from '../server/start-on-free-port.ts';
import type { StartContext } from '../start-context.ts';
import { askPostgres } from './ask-postgres.ts';
import { createCluster, serverEnvironment, type Cluster } from './create-cluster.ts';
import { databaseAccount } from './database-account.ts';
import { postgresBinaries } from './postgres-binaries.ts';

/** Recovery after a kill replays up to max_wal_size; that is seconds, not a minute. */
const READY_BOUND_MS = 60_000;
const STOP_BOUND_MS = 15_000;

export interface StartedPostgres {
  url: string;
  server: ManagedServer;
}

export async function startPostgres(settings: Record<string, string>, context: StartContext): Promise<StartedPostgres> {
  const begunAt = performance.now();
  const password = randomBytes(16).toString('hex');
  const cluster = await locateCluster(context);
  await createCluster(cluster, password, settings, context);
  let url = '';
  const server = await startOnFreePort(async () => {
    const port = await findFreePort();
    url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    return describeServer(cluster, port, url, context);
  }, context.signal);
  const seconds = ((performance.now() - begunAt) / 1000).toFixed(1);
  context.report(`Postgres ${cluster.binaries.version} is ready at ${new URL(url).host} (${seconds} s)`);
  return { url, server };
}

async function locateCluster(context: StartContext): Promise<Cluster> {
  const [binaries, account] = await Promise.all([postgresBinaries(context), databaseAccount()]);
  return {
    binaries,
    account,
    folder: join(context.run.path, 'postgres'),
    logFile: join(context.run.path, 'postgres.log'),
  };
}

function describeServer(
  { binaries, account, folder, logFile }: Cluster,
  port: number,
  url: string,
  context: StartContext,
) {
  return new ManagedServer(
    {
      title: `Postgres ${binaries.version}`,
      child: {
        name: 'postgres',
        command: binaries.postgres,
        args: ['-D', folder, '-p', String(port)],
        cwd: folder,
        env: serverEnvironment(context.env),
        logFile,
        account,
      },
      probe: () => askPostgres(url).then(isThere, isNotThere),
      // "Fast shutdown": open transactions are rolled back, a checkpoint is written.
      stopSignal: 'SIGINT',
      stopBoundMs: STOP_BOUND_MS,
      // "Immediate shutdown": no checkpoint, but the shared memory is given back, as SIGKILL would not.
      dropSignal: 'SIGQUIT',
      readyBoundMs: READY_BOUND_MS,
    },
    context,
  );
}

const isThere = (): boolean => true;
const isNotThere = (): boolean => false;
