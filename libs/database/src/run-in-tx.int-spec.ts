import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, PostgresProxy, type TestDatabase } from '@once/testing';
import { Pool } from 'pg';
import { CommitUnknownError } from './commit-unknown.error.ts';
import { runInTx } from './run-in-tx.ts';
import { statement } from './statement.ts';

const INSERT = statement('test-insert', 'INSERT INTO notes (id) VALUES ($1::integer)');
const FAIL = statement('test-fail', 'SELECT 1 / 0');

let database: TestDatabase;
let proxy: PostgresProxy;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase('charge');
  await database.ownerPool.query(
    'CREATE TABLE notes (id integer PRIMARY KEY, parent integer REFERENCES notes DEFERRABLE INITIALLY DEFERRED)',
  );
  proxy = await PostgresProxy.inFrontOf(database.ownerUrl);
  pool = new Pool({ connectionString: proxy.url, max: 2 });
  pool.on('error', () => undefined);
});

afterAll(async () => {
  await pool.end();
  await proxy.close();
  await database.drop();
});

const isStored = async (id: number): Promise<boolean> => {
  const { rowCount } = await database.ownerPool.query('SELECT FROM notes WHERE id = $1', [id]);
  return rowCount === 1;
};

describe('runInTx', () => {
  it('commits what the work did', async () => {
    await runInTx(pool, (tx) => tx.query(INSERT, [1]));
    expect(await isStored(1)).toBe(true);
  });

  it('rolls back and passes the error on when the work fails', async () => {
    const failing = runInTx(pool, async (tx) => {
      await tx.query(INSERT, [2]);
      await tx.query(FAIL);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await isStored(2)).toBe(false);
  });

  it('does not take a COMMIT that rolled back for a success', async () => {
    const swallowing = runInTx(pool, async (tx) => {
      await tx.query(INSERT, [3]);
      await tx.query(FAIL).catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow('COMMIT was answered by ROLLBACK');
    expect(await isStored(3)).toBe(false);
  });

  it('reports a constraint that fails at COMMIT as what it is', async () => {
    const orphan = statement('test-orphan', 'INSERT INTO notes (id, parent) VALUES (4, 99)');
    await expect(runInTx(pool, (tx) => tx.query(orphan))).rejects.toMatchObject({ code: '23503' });
    expect(await isStored(4)).toBe(false);
  });

  it.each([
    ['reply_lost', 5, true],
    ['request_lost', 6, false],
  ] as const)('says that the outcome is unknown when COMMIT meets %s', async (fault, id, isThere) => {
    proxy.loseNextCommit(fault);
    await expect(runInTx(pool, (tx) => tx.query(INSERT, [id]))).rejects.toBeInstanceOf(CommitUnknownError);
    expect(proxy.lost[fault]).toBe(1);
    expect(await isStored(id)).toBe(isThere);
  });

  it('goes on with a fresh connection after a lost one', async () => {
    await runInTx(pool, (tx) => tx.query(INSERT, [7]));
    expect(await isStored(7)).toBe(true);
  });
});
