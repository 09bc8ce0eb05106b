import { eventually, type TestDatabase } from '@once/testing';

const COUNT_BLOCKED = `
  SELECT count(*)::integer AS blocked FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

/** Runs `inside` while a key's row is locked; `blocked` waits until so many others stand in line for it. */
export async function whileLocked(
  database: TestDatabase,
  key: string,
  inside: (blocked: (count: number) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  // Of the same role as those who wait: Postgres shows the waits of a session only to its own role.
  const watch = database.pool('charge_service', 1);
  const client = await database.ownerPool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT FROM idempotency_keys WHERE idempotency_key = $1 FOR UPDATE', [key]);
    await inside((count) =>
      eventually(`${count} wait for the lock`, async () => {
        const { rows } = await watch.query<{ blocked: number }>(COUNT_BLOCKED);
        return rows[0]?.blocked === count;
      }),
    );
  } finally {
    await client.query('COMMIT');
    client.release();
  }
}
