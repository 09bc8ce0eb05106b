/**
 * Charges per second of one charge-api process against pgbench doing the same two transactions with hand-written SQL,
 * on the same server, at the same concurrency, in turns: `npm run bench:charges`.
 */
import { startStack } from '@once/stack';
import { provisionDatabase } from '@once/supervisor';
import { parseArgs } from 'node:util';
import { makeTenant } from './charges/bench-tenant.ts';
import { startInstantService, type InstantService } from './charges/instant-service.ts';
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

const stack = await startStack({ kafka: false, onProgress: say });
let service: InstantService | undefined;
try {
  const database = await provisionDatabase(stack.postgresUrl, 'charge', 'bench');
  const apiKey = await makeTenant(database.ownerUrl);
  service = await startInstantService(database.serviceUrls.charge_service ?? '');
  const { url } = service;
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
  service?.stop();
  await stack.stop();
}
