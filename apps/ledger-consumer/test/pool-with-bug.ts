import type { Pool, PoolClient } from 'pg';

/** A pool whose clients throw a TypeError at the journal entry of one charge, as a bug in our code would. */
export function poolWithBug(pool: Pool, chargeId: string): Pool {
  pool.on('acquire', (client: PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const throwing = (...args: unknown[]): unknown => {
      const { name = '', values = [] } = (args[0] ?? {}) as { name?: string; values?: unknown[] };
      const isEntry = name === 'ledger-insert-journal-entries';
      if (isEntry && values.flat().includes(chargeId)) throw new TypeError('injected');
      return query(...args);
    };
    Object.assign(client, { query: throwing });
  });
  return pool;
}
