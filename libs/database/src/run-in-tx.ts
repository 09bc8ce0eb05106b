import type { Pool, PoolClient } from 'pg';
import { CommitUnknownError } from './commit-unknown.error.ts';
import { sqlStateOf } from './sql-state.ts';
import type { Statement } from './statement.ts';
import type { StatementResult, Tx } from './tx.ts';

const runStatement = async <Row extends object>(
  client: PoolClient,
  { name, text }: Statement,
  values: readonly unknown[] = [],
): Promise<StatementResult<Row>> => {
  const result = await client.query<Row>({ name, text, values: [...values] });
  return { rows: result.rows, rowCount: result.rowCount ?? 0 };
};

const asTx = (client: PoolClient): Tx =>
  ({ query: (statement: Statement, values?: readonly unknown[]) => runStatement(client, statement, values) }) as Tx;

/** A server message means the server decided; anything else on COMMIT means that we do not know what it decided. */
const commit = async (client: PoolClient): Promise<void> => {
  const reply = await client.query('COMMIT').catch((error: unknown) => {
    const state = sqlStateOf(error);
    // 08 and 57P (shutdown, crash of another backend) can reach us after the commit record was written.
    if (state === undefined || state.startsWith('08') || state.startsWith('57')) throw new CommitUnknownError(error);
    throw error;
  });
  // COMMIT of a failed transaction answers ROLLBACK without an error; taking it for success would lose the work.
  if (reply.command !== 'COMMIT')
    throw new Error(`COMMIT was answered by ${reply.command}: the transaction had failed`);
};

/** After a server message the connection is fit for ROLLBACK; otherwise its state is unknown and it is destroyed. */
const abandon = async (client: PoolClient, error: unknown): Promise<void> => {
  const isUsable = sqlStateOf(error) !== undefined && !(error instanceof CommitUnknownError);
  const isClean =
    isUsable &&
    (await client.query('ROLLBACK').then(
      () => true,
      () => false,
    ));
  client.release(isClean ? undefined : true);
};

/**
 * pg also emits a lost connection as an event, and an 'error' event that nobody hears ends the process. The pool listens
 * only to idle clients; while one is ours, its queries and COMMIT report the loss.
 */
const reportedByQueries = (): void => undefined;

/** With a callback, as a promise leaves a turn of the event loop between the pool's listener and ours. */
const checkOut = (pool: Pool): Promise<PoolClient> =>
  new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (!client) return reject(error ?? new Error('the pool gave no client'));
      client.on('error', reportedByQueries);
      resolve(client);
    });
  });

/**
 * Runs `work` in one READ COMMITTED transaction and commits it.
 * READ COMMITTED is enough because every decision is taken under a row lock or by a constraint, never by a bare read.
 * @throws CommitUnknownError when the reply to COMMIT was lost; any error of `work` after a rollback.
 */
export async function runInTx<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await checkOut(pool);
  try {
    await client.query('BEGIN');
    const result = await work(asTx(client));
    await commit(client);
    client.release();
    return result;
  } catch (error) {
    await abandon(client, error);
    throw error;
  } finally {
    client.off('error', reportedByQueries);
  }
}

/** Runs one statement on its own, in its own implicit transaction: for reads and single-statement writes. */
export async function runStatementOnce<Row extends object>(
  pool: Pool,
  { name, text }: Statement,
  values: readonly unknown[] = [],
): Promise<StatementResult<Row>> {
  const result = await pool.query<Row>({ name, text, values: [...values] });
  return { rows: result.rows, rowCount: result.rowCount ?? 0 };
}
