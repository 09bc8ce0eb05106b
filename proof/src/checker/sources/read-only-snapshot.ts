import { Client, type QueryResultRow } from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;
/** Reads of a run are whole tables of some ten thousand rows; slower than this, the server is in trouble. */
const STATEMENT_TIMEOUT_MS = 60_000;

export interface Snapshot {
  rows<T extends QueryResultRow>(sql: string): Promise<T[]>;
}

/** All of `read` sees the database as of one moment, and can't change it. */
export async function readOnlySnapshot<T>(url: string, read: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'once-checker',
  });
  // A server that goes away also emits an error; the query under way rejects with it, which is what is reported.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await read({ rows: async <R extends QueryResultRow>(sql: string) => (await client.query<R>(sql)).rows });
  } finally {
    await client.end();
  }
}
