import { Client } from 'pg';
import type { Breakage } from './scenario.ts';

/** A session that somebody leaves behind in the middle of a transaction. The runbook finds it and ends it. */
export async function forgetTransaction(url: string, sql: string): Promise<Breakage> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN');
  await client.query(sql);
  return {
    // The one answer that names sessions.
    learn: (_block, { rows }) =>
      rows.flatMap(({ pid, usename }) =>
        typeof pid === 'number' && usename !== undefined ? [{ PID: String(pid) }] : [],
      ),
    end: () => client.end().catch(() => undefined),
  };
}
