import { startOnce, type RunningOnce } from '@once/supervisor';
import { eventually } from '@once/testing';
import { Client } from 'pg';

export { eventually };

/** A stack of its own, which nothing else was ever sent to. */
export const startStackUnderTest = (): Promise<RunningOnce> => startOnce({ runFile: null, chargeApi: 2, relay: 2 });

/** One statement, or several, as the owner of the database. */
export async function runAsOwner(url: string, sql: string, values: readonly unknown[] = []) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rows as Record<string, string>[];
  } finally {
    await client.end();
  }
}

const OPEN = `
  SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL) +
         (SELECT count(*) FROM idempotency_keys WHERE state = 'PROCESSING') AS open,
         (SELECT count(*) FROM outbox) AS events`;

/** Nothing is open, and the ledger has received what the outbox holds. */
export const untilDrained = ({ stack }: RunningOnce): Promise<true> =>
  eventually(
    'the stack is drained',
    async () => {
      const [charge] = await runAsOwner(stack.chargeDbUrl, OPEN);
      const [ledger] = await runAsOwner(stack.ledgerDbUrl, 'SELECT count(*) AS events FROM inbox');
      return charge?.['open'] === '0' && charge['events'] === ledger?.['events'];
    },
    60_000,
  );
