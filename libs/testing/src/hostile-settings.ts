import { withConnection } from '@once/supervisor';
import { escapeIdentifier } from 'pg';
import { testServers } from './servers/test-servers.ts';

/** Settings that ALTER DATABASE may bring, of which each could change what a service does, keeps or reads. */
export const HOSTILE_SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['datestyle', `'SQL, DMY'`],
  ['datestyle', `'German'`],
  ['default_transaction_isolation', `'repeatable read'`],
  ['default_transaction_isolation', `'serializable'`],
  ['default_transaction_read_only', 'on'],
  ['default_transaction_deferrable', 'on'],
  ['timezone', `'Pacific/Kiritimati'`],
  ['intervalstyle', `'sql_standard'`],
  ['bytea_output', `'escape'`],
  ['extra_float_digits', '-15'],
  ['client_encoding', `'LATIN1'`],
  ['standard_conforming_strings', 'off'],
  ['transform_null_equals', 'on'],
  ['array_nulls', 'off'],
  ['exit_on_error', 'on'],
  ['search_path', 'elsewhere, public'],
  ['synchronous_commit', 'off'],
  ['lock_timeout', `'1ms'`],
  ['idle_in_transaction_session_timeout', `'1ms'`],
];

/** Over the server's own database, which the settings of another don't reach. */
async function asAdmin(sql: string): Promise<void> {
  await withConnection(testServers().adminUrl, (client) => client.query(sql));
}

const endSessions = (database: string): Promise<void> =>
  asAdmin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`);

/** Sets it for the database while sessions are open, and ends them: those that follow inherit it while `work` runs. */
export async function underSetting(
  database: string,
  [name, value]: readonly [string, string],
  work: () => Promise<void>,
): Promise<void> {
  const altered = `ALTER DATABASE ${escapeIdentifier(database)}`;
  await asAdmin(`${altered} SET ${name} = ${value}`);
  try {
    await endSessions(database);
    await work();
  } finally {
    await asAdmin(`${altered} RESET ${name}`);
    await endSessions(database);
  }
}

/** A schema with tables of the same names and no row, open to everyone: what a second application leaves behind. */
export const namesakesOf = (...tables: string[]): string =>
  [
    'CREATE SCHEMA elsewhere',
    ...tables.map((table) => `CREATE TABLE elsewhere.${table} (LIKE public.${table} INCLUDING DEFAULTS)`),
    'GRANT USAGE ON SCHEMA elsewhere TO PUBLIC',
    'GRANT ALL ON ALL TABLES IN SCHEMA elsewhere TO PUBLIC',
  ].join(';');
