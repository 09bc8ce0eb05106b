import { findFreePort } from '@once/stack';
import { REPOSITORY_ROOT } from '@once/supervisor';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';

export interface InstantService {
  url: string;
  pid: number;
  stop(): void;
}

const WITH_TRACING = ['--import', '@once/observability/tracing'];

const started = async (child: ChildProcess): Promise<void> => {
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('charge-api did not start'))),
  ]);
};

/** Starts charge-api as it was built, with a provider that answers at once, as a process of its own. */
export async function startInstantService(
  databaseUrl: string,
  { env = {}, isTraced = true }: { env?: Record<string, string>; isTraced?: boolean } = {},
): Promise<InstantService> {
  const port = await findFreePort();
  const log = openSync('/dev/null', 'w');
  const child = fork(join(REPOSITORY_ROOT, 'bench/dist/charges/serve-instant.js'), {
    execArgv: isTraced ? WITH_TRACING : [],
    cwd: REPOSITORY_ROOT,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DATABASE_URL: databaseUrl,
      PROVIDER_URL: 'http://127.0.0.1:1',
      PORT: String(port),
      RATE_LIMIT_PER_SECOND: '1000000',
      ...env,
    },
    stdio: ['ignore', log, 'inherit', 'ipc'],
  });
  await started(child);
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => void child.kill('SIGTERM') };
}
