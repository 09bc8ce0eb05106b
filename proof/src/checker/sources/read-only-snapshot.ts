import { Client, type QueryResultRow } from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;
/** Reads of a run are whole tables of some ten thousand rows; slower than this, the server is in trouble. */
const STATEMENT_TIMEOUT_MS = 60_000;

export interface Snapshot {
  rows<T extends QueryResultRow>(sql: string): Promise<T[]>;
}

/** What is read must not look different because somebody has changed what sessions inherit. */
const BEGIN_SNAPSHOT = `
  BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY, NOT DEFERRABLE;
  SET LOCAL datestyle = 'ISO, MDY'; SET LOCAL timezone = 'UTC'; SET LOCAL intervalstyle = 'postgres';
  SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL search_path = public, pg_temp;
  SET LOCAL transform_null_equals = off; SET LOCAL array_nulls = on; SET LOCAL client_encoding = 'UTF8'`;

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
    await client.query(BEGIN_SNAPSHOT);
    return await read({ rows: async <R extends QueryResultRow>(sql: string) => (await client.query<R>(sql)).rows });
  } finally {
    await client.end();
  }
}
