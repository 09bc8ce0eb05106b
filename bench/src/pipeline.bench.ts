/**
 * One relay draining 20,000 rows into Kafka, against bare kafkajs on the same broker, and one consumer posting them to
 * 10 hot accounts: `npm run bench:pipeline`. Processes are warm (started on an empty outbox) before the backlog comes.
 */
import { startOnce, withConnection } from '@once/supervisor';
import { Pool } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { appendBacklog } from './pipeline/append-backlog.ts';
import { produceFloor } from './pipeline/produce-floor.ts';
import { median } from './percentile.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const BACKLOG = { charges: 50, eventsPerCharge: 400, tenants: 5 };

const countOf = (url: string, sql: string): Promise<number> =>
  withConnection(url, async (client) => Number((await client.query<{ n: string }>(sql)).rows[0]?.n));

const until = async (isDone: () => Promise<boolean>): Promise<void> => {
  while (!(await isDone())) await delay(20);
};

/** Seconds until `sql` counts `goal`. */
const secondsUntil = async (url: string, sql: string, goal: number): Promise<number> => {
  const startedAt = performance.now();
  await until(async () => (await countOf(url, sql)) === goal);
  return (performance.now() - startedAt) / 1000;
};

const once = await startOnce({ runFile: null, onProgress: say });
const pool = new Pool({ connectionString: once.stack.chargeDbUrl, max: 2 });
try {
  const { chargeDbUrl, ledgerDbUrl, kafkaBrokers } = once.stack;
  const relayRates: number[] = [];
  const ratios: number[] = [];
  const ledgerRates: number[] = [];
  for (let round = 1; round <= Number(values.rounds); round++) {
    const floor = await produceFloor(kafkaBrokers, 'payments.charges.v1.dlt', 20_000);
    // Stopped in their tracks, both have the whole backlog before them when they go on; leases are taken up again at once.
    once.kill('ledger-consumer-1', 'SIGSTOP');
    once.kill('relay-1', 'SIGSTOP');
    const events = await appendBacklog(pool, BACKLOG);
    once.kill('relay-1', 'SIGCONT');
    const unpublished = 'SELECT count(*) AS n FROM outbox WHERE published_at IS NULL';
    const relayS = await secondsUntil(chargeDbUrl, unpublished, 0);
    const posted = await countOf(ledgerDbUrl, 'SELECT count(*) AS n FROM journal_entries');
    once.kill('ledger-consumer-1', 'SIGCONT');
    const ledgerS = await secondsUntil(ledgerDbUrl, 'SELECT count(*) AS n FROM journal_entries', posted + events);
    relayRates.push(events / relayS);
    ratios.push(events / relayS / floor);
    ledgerRates.push(events / ledgerS);
    say(
      `round ${round}: bare kafkajs ${floor.toFixed(0)}/s, relay ${(events / relayS).toFixed(0)}/s ` +
        `(ratio ${(events / relayS / floor).toFixed(2)}), consumer ${(events / ledgerS).toFixed(0)} entries/s`,
    );
  }
  const [relay, ratio, ledger] = [relayRates, ratios, ledgerRates].map(median);
  say(`median: relay ${relay?.toFixed(0)}/s, ratio ${ratio?.toFixed(2)}, consumer ${ledger?.toFixed(0)} entries/s`);
} finally {
  await pool.end();
  await once.stop();
}
