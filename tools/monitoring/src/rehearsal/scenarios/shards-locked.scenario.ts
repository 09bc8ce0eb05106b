import { Client } from 'pg';
import type { Scenario } from '../scenario.ts';

export const shardsLocked: Scenario = {
  name: 'shards-locked',
  about: 'Somebody leaves a transaction open that holds the rows of the shards.',
  section: 'RelayShardsUnowned',
  breakStack: async ({ running }) => {
    const client = new Client({ connectionString: running.stack.chargeDbUrl });
    // The runbook ends this session.
    client.on('error', () => undefined);
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT * FROM relay_shards FOR UPDATE');
    return {
      // The one answer that names sessions.
      learn: (_block, { rows }) =>
        rows.flatMap(({ pid, usename }) =>
          typeof pid === 'number' && usename !== undefined ? [{ PID: String(pid) }] : [],
        ),
      end: () => client.end().catch(() => undefined),
    };
  },
};
