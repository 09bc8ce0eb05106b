/**
 * Charges per second of one charge-api process against pgbench doing the same two transactions with hand-written SQL,
 * on the same server, at the same concurrency, in turns: `npm run bench:charges`.
 */
import { findFreePort, startStack } from '@once/stack';
import { provisionDatabase, withConnection, REPOSITORY_ROOT } from '@once/supervisor';
import { fork, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { load } from './charges/load.ts';
import { median } from './percentile.ts';
import { pgbench } from './charges/pgbench.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '3' },
  },
});
const seconds = Number(values.seconds);
const connections = Number(values.connections);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const makeTenant = async (ownerUrl: string): Promise<string> => {
  const apiKey = `sk_test_${randomBytes(24).toString('base64url')}`;
  const hash = createHash('sha256').update(apiKey).digest();
  await withConnection(ownerUrl, async (client) => {
    await client.query(`INSERT INTO tenants (id, name) VALUES ('00000000-0000-4000-8000-000000000001', 'bench')`);
    await client.query(`INSERT INTO api_keys (key_hash, tenant_id) SELECT $1, id FROM tenants`, [hash]);
  });
  return apiKey;
};

const startService = async (databaseUrl: string, port: number): Promise<ChildProcess> => {
  const log = openSync('/dev/null', 'w');
  const child = fork(join(REPOSITORY_ROOT, 'bench/dist/charges/serve-instant.js'), {
    execArgv: ['--import', '@once/observability/tracing'],
    cwd: REPOSITORY_ROOT,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DATABASE_URL: databaseUrl,
      PROVIDER_URL: 'http://127.0.0.1:1',
      PORT: String(port),
      RATE_LIMIT_PER_SECOND: '1000000',
    },
    stdio: ['ignore', log, 'inherit', 'ipc'],
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('charge-api did not start'))),
  ]);
  return child;
};

const stack = await startStack({ kafka: false, onProgress: say });
let service: ChildProcess | undefined;
try {
  const database = await provisionDatabase(stack.postgresUrl, 'charge', 'bench');
  const apiKey = await makeTenant(database.ownerUrl);
  const port = await findFreePort();
  service = await startService(database.serviceUrls.charge_service ?? '', port);
  const url = `http://127.0.0.1:${port}`;
  await load(url, { apiKey, connections, seconds: 3 });
  const ratios: number[] = [];
  const rates: number[] = [];
  for (let round = 1; round <= Number(values.rounds); round++) {
    const floor = await pgbench(database.ownerUrl, { clients: connections, seconds });
    const ours = await load(url, { apiKey, connections, seconds });
    ratios.push(ours.perSecond / floor);
    rates.push(ours.perSecond);
    const latency = `p50 ${ours.p50Ms.toFixed(1)} ms, p99 ${ours.p99Ms.toFixed(1)} ms`;
    say(
      `round ${round}: pgbench ${floor.toFixed(0)}/s, charge-api ${ours.perSecond.toFixed(0)}/s (${latency}, ` +
        `${ours.errors} errors), ratio ${(ours.perSecond / floor).toFixed(2)}`,
    );
  }
  say(`median: charge-api ${median(rates).toFixed(0)} charges/s, ratio to pgbench ${median(ratios).toFixed(2)}`);
} finally {
  service?.kill('SIGTERM');
  await stack.stop();
}
