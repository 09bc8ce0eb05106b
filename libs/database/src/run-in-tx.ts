import type { Pool, PoolClient } from 'pg';
import { checkOut, giveBack } from './check-out.ts';
import { CommitUnknownError } from './commit-unknown.error.ts';
import { beginPinned, type TransactionMode } from './pin-session.sql.ts';
import { runStatement } from './run-statement.ts';
import { boundsOf } from './session-bounds.ts';
import { endsConnection, sqlStateOf } from './sql-state.ts';
import type { Statement } from './statement.ts';
import type { Tx } from './tx.ts';

const asTx = (client: PoolClient): Tx =>
  ({ query: (statement: Statement, values?: readonly unknown[]) => runStatement(client, statement, values) }) as Tx;

/** A server message means the server decided; anything else on COMMIT means that we do not know what it decided. */
const commit = async (client: PoolClient): Promise<void> => {
  const reply = await client.query('COMMIT').catch((error: unknown) => {
    const state = sqlStateOf(error);
    // Shutdown, or the crash of another backend, can reach us after the commit record was written.
    if (state === undefined || endsConnection(state)) throw new CommitUnknownError(error);
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
  giveBack(client, isClean);
};

const runIn = async <T>(mode: TransactionMode, pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const client = await checkOut(pool);
  try {
    await beginPinned(client, mode, boundsOf(pool));
    const result = await work(asTx(client));
    await commit(client);
    giveBack(client, true);
    return result;
  } catch (error) {
    await abandon(client, error);
    throw error;
  }
};

/**
 * Runs `work` in one READ COMMITTED transaction with our own settings, and commits it.
 * @throws CommitUnknownError when the reply to COMMIT was lost; any error of `work` after a rollback.
 */
export const runInTx = <T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> => runIn('read_write', pool, work);

/** Runs `work`, which only reads, on the database as of one moment. */
export const runInSnapshot = <T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> =>
  runIn('read_only_snapshot', pool, work);
