import { Client } from 'pg';

/** A lost server must be noticed at once: whoever asks here asks again. */
const CONNECT_WITHIN_MS = 2_000;
const ANSWER_WITHIN_MS = 10_000;

/** One statement on a connection of its own, so that a restarted server costs no one a broken pool. */
export async function queryRows<Row extends object>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
    application_name: 'proof',
  });
  // A connection that the server ends between two events would otherwise end this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
