/**
 * Settings that change what a statement means, how its values read, or whether its commit lasts. Any of them can come
 * from ALTER DATABASE, ALTER ROLE, the server's configuration, or from whoever had a pooled connection before us.
 */
export const PINNED_SETTINGS = {
  // The driver reads times as ISO; 'SQL, DMY' turns them into other days or into none.
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  bytea_output: 'hex',
  // Below 1 a float is rounded on its way to us.
  extra_float_digits: '1',
  // The driver writes and reads UTF-8, whatever it is told.
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  // With it `x = NULL` is read as `x IS NULL`, so that a missing argument finds rows.
  transform_null_equals: 'off',
  // Without it a null in an array parameter is stored as the text "NULL".
  array_nulls: 'on',
  // With it a refused statement ends the connection, and a refusal looks like an outage.
  exit_on_error: 'off',
} as const satisfies Record<string, string>;

/** Where our tables are. A temporary table of the same name would come first if pg_temp were not named last. */
export const SEARCH_PATH = 'public, pg_temp';

/** `on`, or what waits for more than that: a commit that returned earlier could be lost. */
export const DURABLE_COMMITS: readonly string[] = ['on', 'remote_apply'];
