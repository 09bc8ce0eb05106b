import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { withConnection } from '@once/supervisor';
import { createTestDatabase, testServers, type TestDatabase } from '@once/testing';
import { Pool, type PoolConfig } from 'pg';
import { assertSafeSettings } from './assert-safe-settings.ts';
import { dataSourceOptions } from './data-source-options.ts';
import { runInSnapshot, runInTx } from './run-in-tx.ts';
import { runStatementOnce } from './run-statement-once.ts';
import { statement } from './statement.ts';

/** What a neighbour behind the same transaction pooler may leave on the server's connection. */
const LEFT_BEHIND = [
  `SET datestyle = 'SQL, DMY'`,
  `SET intervalstyle = 'sql_standard'`,
  `SET timezone = 'Asia/Kathmandu'`,
  `SET bytea_output = 'escape'`,
  'SET extra_float_digits = -15',
  `SET client_encoding = 'LATIN1'`,
  'SET standard_conforming_strings = off',
  'SET transform_null_equals = on',
  'SET array_nulls = off',
  'SET exit_on_error = on',
  'SET search_path = elsewhere, public',
  'SET synchronous_commit = off',
  'SET default_transaction_isolation = serializable',
  'SET default_transaction_read_only = on',
  'SET default_transaction_deferrable = on',
];

/** Under a name of its own each time: what a literal or a comparison means is settled when a statement is first read. */
let named = 0;
const values = () =>
  statement(
    `values-as-read-${named++}`,
    `SELECT at, at::text AS "atText", span, bytes, bytes::text AS "bytesText", fraction, word, 'a\\b' AS literal,
          no AS "isNull", words
   FROM session_values, LATERAL (SELECT $1::integer = NULL AS no) AS n, LATERAL (SELECT $2::text[] AS words) AS w`,
  );
const STORE = statement('store-value', 'INSERT INTO session_values (at) VALUES ($1::timestamptz)');
const SHOW = statement('show-setting', 'SELECT current_setting($1::text) AS value');
const SESSION = statement('session', 'SELECT pg_backend_pid() AS pid');
const REFUSED = statement('refused', 'SELECT 1 / 0');
const SLEEP = statement('sleep', 'SELECT pg_sleep(0.3)');

let database: TestDatabase;
let pool: Pool;

/** With one connection, so that who comes next gets the same session. */
const onePool = (url: string, options: PoolConfig = {}): Pool => {
  const { extra } = dataSourceOptions({ url, applicationName: 'settings', poolMax: 1 });
  const made = new Pool({ ...(extra as PoolConfig), connectionString: url, max: 1, ...options });
  return made.on('error', () => undefined);
};

beforeAll(async () => {
  database = await createTestDatabase('charge');
  await database.ownerPool.query(`
    CREATE TABLE session_values (at timestamptz, span interval, bytes bytea, fraction float8, word text);
    INSERT INTO session_values VALUES ('2026-02-01T10:11:12.345Z', '-1 day 02:03:04', '\\x00ff5c', 0.1::float8 + 0.2, 'Größe €\\');
    CREATE SCHEMA elsewhere;
    CREATE TABLE elsewhere.session_values (LIKE session_values)`);
  pool = onePool(database.ownerUrl);
});
afterEach(() => pool.query('RESET ALL; DISCARD TEMP'));
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const show = async (name: string, by = pool): Promise<string | undefined> =>
  (await runStatementOnce<{ value: string }>(by, SHOW, [name])).rows[0]?.value;

const asRead = async (): Promise<unknown> => (await runStatementOnce(pool, values(), [1, ['a', null]])).rows;

describe('a session that somebody else has changed', () => {
  it.each(LEFT_BEHIND)('reads and writes the same after %s', async (left) => {
    const before = await asRead();
    expect(before).toHaveLength(1);
    await pool.query(left);
    expect(await asRead()).toEqual(before);
    expect(await runInTx(pool, async (tx) => (await tx.query(values(), [1, ['a', null]])).rows)).toEqual(before);
    await runStatementOnce(pool, STORE, ['2026-02-01T10:11:12.345Z']);
    await runInTx(pool, (tx) => tx.query(STORE, ['2026-02-01T10:11:12.345Z']));
    const { rows } = await database.ownerPool.query('DELETE FROM session_values WHERE word IS NULL RETURNING at');
    expect(rows).toEqual([1, 2].map(() => ({ at: new Date('2026-02-01T10:11:12.345Z') })));
    await assertSafeSettings(pool);
  });

  it('gets its own settings back for whoever has it next', async () => {
    await pool.query(`SET datestyle = 'SQL, DMY'; SET synchronous_commit = off; SET search_path = elsewhere`);
    await runStatementOnce(pool, SHOW, ['datestyle']);
    await runInTx(pool, (tx) => tx.query(SHOW, ['datestyle']));
    const { rows } = await pool.query(
      `SELECT current_setting('datestyle') AS a, current_setting('synchronous_commit') AS b,
              current_setting('search_path') AS c, current_setting('statement_timeout') AS d`,
    );
    expect(rows).toEqual([{ a: 'SQL, DMY', b: 'off', c: 'elsewhere', d: '0' }]);
  });

  it('outlives a statement that is refused, although exit_on_error was left on', async () => {
    await pool.query('SET exit_on_error = on');
    const [before] = (await runStatementOnce(pool, SESSION)).rows;
    await expect(runStatementOnce(pool, REFUSED)).rejects.toMatchObject({ code: '22012' });
    await expect(runInTx(pool, (tx) => tx.query(REFUSED))).rejects.toMatchObject({ code: '22012' });
    expect((await runStatementOnce(pool, SESSION)).rows).toEqual([before]);
  });

  it('does not see a temporary table in the place of one of ours', async () => {
    await pool.query('CREATE TEMPORARY TABLE session_values (LIKE public.session_values)');
    expect(await asRead()).toHaveLength(1);
  });
});

describe('what a transaction runs with', () => {
  it.each([
    ['off', 'on'],
    ['local', 'on'],
    ['remote_write', 'on'],
    ['on', 'on'],
    ['remote_apply', 'remote_apply'],
  ])('synchronous_commit = %s becomes %s', async (left, pinned) => {
    await pool.query(`SET synchronous_commit = ${left}`);
    expect(await show('synchronous_commit')).toBe(pinned);
  });

  it('is bounded on the server, by bounds that are no parameters of the start', async () => {
    const bounds = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
    expect(await Promise.all(bounds.map((name) => show(name)))).toEqual(['5s', '3s', '5s']);
    const { rows } = await pool.query(`SELECT current_setting('statement_timeout') AS at_start`);
    expect(rows).toEqual([{ at_start: '0' }]);
  });

  it('is not cut short by a transaction_timeout that others set', async () => {
    await pool.query(`SET transaction_timeout = '200ms'`);
    expect((await runStatementOnce(pool, SLEEP)).rowCount).toBe(1);
    expect((await runInTx(pool, (tx) => tx.query(SLEEP))).rowCount).toBe(1);
  });

  it('is one moment for a snapshot, whatever the default isolation is', async () => {
    await pool.query('SET default_transaction_isolation = serializable');
    const seen = await runInSnapshot(pool, async (tx) => {
      const isolation = (await tx.query<{ value: string }>(SHOW, ['transaction_isolation'])).rows[0]?.value;
      const readOnly = (await tx.query<{ value: string }>(SHOW, ['transaction_read_only'])).rows[0]?.value;
      return [isolation, readOnly];
    });
    expect(seen).toEqual(['repeatable read', 'on']);
  });
});

describe('assertSafeSettings', () => {
  it('names a setting that only an administrator can mend', async () => {
    const url = new URL(testServers().adminUrl);
    url.pathname = `/${database.name}`;
    await withConnection(testServers().adminUrl, (client) =>
      client.query(`ALTER DATABASE ${database.name} SET session_replication_role = replica`),
    );
    const fresh = onePool(database.ownerUrl);
    try {
      await expect(assertSafeSettings(fresh)).rejects.toThrow(
        'session_replication_role is replica, not origin or local: foreign keys and triggers would not act',
      );
    } finally {
      await fresh.end();
      await withConnection(testServers().adminUrl, (client) =>
        client.query(`ALTER DATABASE ${database.name} RESET session_replication_role`),
      );
    }
  });
});
