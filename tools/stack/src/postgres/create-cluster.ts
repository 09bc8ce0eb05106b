import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../server/run-tool.ts';
import type { StartContext } from '../start-context.ts';
import type { Account } from './database-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { settingArguments } from './postgres-settings.ts';

/** It takes half a second; a slow disk gets a hundred times that. */
const INITDB_BOUND_MS = 60_000;

export interface Cluster {
  binaries: PostgresBinaries;
  account: Account | null;
  folder: string;
  logFile: string;
}

/** No PG* variable of ours may reach the server, and its messages are read by us: so a fixed, small environment. */
export const serverEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  PATH: env['PATH'],
  LC_ALL: 'C',
  TZ: 'UTC',
});

/** A new cluster that its user alone can read, with a password for the superuser `postgres`. */
export async function createCluster(
  cluster: Cluster,
  password: string,
  settings: Record<string, string>,
  context: StartContext,
) {
  const passwordFile = join(context.run.path, 'postgres-password');
  await mkdir(cluster.folder, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (cluster.account) {
    const { uid, gid } = cluster.account;
    await Promise.all([cluster.folder, passwordFile].map((path) => chown(path, uid, gid)));
  }
  try {
    await runTool(initdb(cluster, passwordFile, settings, context.env), { ...context, boundMs: INITDB_BOUND_MS });
  } finally {
    await rm(passwordFile);
  }
}

function initdb(cluster: Cluster, passwordFile: string, settings: Record<string, string>, env: NodeJS.ProcessEnv) {
  return {
    name: 'initdb',
    command: cluster.binaries.initdb,
    args: [
      ...['-D', cluster.folder, '-U', 'postgres', '--pwfile', passwordFile],
      // Other users of the machine can connect to 127.0.0.1 as well.
      '--auth=scram-sha-256',
      // Postgres's own C.UTF-8 sorts alike on every machine, whatever locales and ICU it has.
      ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
      // Only spares the sync of the empty cluster; the server itself runs with fsync.
      '--no-sync',
      '--no-instructions',
      ...settingArguments(settings),
    ],
    cwd: cluster.folder,
    env: serverEnvironment(env),
    logFile: cluster.logFile,
    account: cluster.account,
  };
}
