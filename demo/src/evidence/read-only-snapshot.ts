import { Client } from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;

/** What is read must not look different because somebody has changed what sessions inherit. */
const BEGIN_SNAPSHOT = `
  BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY, NOT DEFERRABLE;
  SET LOCAL datestyle = 'ISO, MDY'; SET LOCAL timezone = 'UTC'; SET LOCAL intervalstyle = 'postgres';
  SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL search_path = public, pg_temp;
  SET LOCAL transform_null_equals = off; SET LOCAL array_nulls = on; SET LOCAL client_encoding = 'UTF8'`;

/** All reads of `read` see the database as of one moment, and cannot change it. */
export async function readOnlySnapshot<T>(url: string, read: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'once-demo',
  });
  // A server that goes away also emits an error; the query under way rejects with it, which is what is handled.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(BEGIN_SNAPSHOT);
    return await read(client);
  } finally {
    await client.end();
  }
}
