/**
 * The whole path at a steady rate: accepted → posted, commit → Kafka acknowledgement, and the idle CPU of each process
 * afterwards: `npm run bench:flow`. All times are the databases' own stamps, on one machine's clock.
 */
import { startOnce, withConnection } from '@once/supervisor';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { cpuSeconds } from './flow/cpu-time.ts';
import { steadyLoad } from './flow/steady-load.ts';
import { percentile } from './percentile.ts';

const { values } = parseArgs({
  options: { rate: { type: 'string', default: '200' }, seconds: { type: 'string', default: '20' } },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const IDLE_S = 10;

const stamps = async (url: string, sql: string): Promise<Map<string, number>> =>
  withConnection(url, async (client) => {
    const { rows } = await client.query<{ id: string; at: string }>(sql);
    return new Map(rows.map(({ id, at }) => [id, Number(at)]));
  });

const report = (what: string, from: Map<string, number>, to: Map<string, number>): void => {
  const delays = [...from].flatMap(([id, at]) => (to.has(id) ? [((to.get(id) ?? 0) - at) * 1000] : []));
  delays.sort((left, right) => left - right);
  const [p50, p99] = [0.5, 0.99].map((share) => percentile(delays, share).toFixed(1));
  say(`${what}: p50 ${p50} ms, p99 ${p99} ms (n = ${delays.length})`);
};

const once = await startOnce({ runFile: null, onProgress: say });
try {
  const { chargeDbUrl, ledgerDbUrl, chargeApi, apiKeys } = once.stack;
  const target = { apiKey: apiKeys.acme, perSecond: Number(values.rate) };
  const url = chargeApi[0] ?? '';
  await steadyLoad(url, { ...target, seconds: 3 });
  const { sent, failed } = await steadyLoad(url, { ...target, seconds: Number(values.seconds) });
  say(`${sent} charges at ${values.rate}/s, ${failed} without a 201`);
  await delay(3_000);
  const accepted = await stamps(
    chargeDbUrl,
    'SELECT charge_id AS id, extract(epoch FROM created_at) AS at FROM operations',
  );
  const committed = await stamps(
    chargeDbUrl,
    'SELECT event_id AS id, extract(epoch FROM created_at) AS at FROM outbox',
  );
  const acked = await stamps(chargeDbUrl, 'SELECT event_id AS id, extract(epoch FROM published_at) AS at FROM outbox');
  const posted = await stamps(
    ledgerDbUrl,
    'SELECT charge_id AS id, extract(epoch FROM posted_at) AS at FROM journal_entries',
  );
  report('accepted → posted', accepted, posted);
  report('outbox row → acknowledged and marked', committed, acked);
  const services = once.stack.processes;
  const before = await Promise.all(services.map(({ pid }) => cpuSeconds(pid)));
  await delay(IDLE_S * 1000);
  const after = await Promise.all(services.map(({ pid }) => cpuSeconds(pid)));
  services.forEach(({ name }, index) => {
    const share = (((after[index] ?? 0) - (before[index] ?? 0)) / IDLE_S) * 100;
    say(`idle CPU of ${name}: ${share.toFixed(1)} % of a core`);
  });
} finally {
  await once.stop();
}
