import type { Pool } from 'pg';
import { checkOut, giveBack } from './check-out.ts';
import { beginPinned } from './pin-session.sql.ts';
import { runStatement } from './run-statement.ts';
import { boundsOf } from './session-bounds.ts';
import type { Statement } from './statement.ts';
import type { StatementResult } from './tx.ts';

/**
 * Runs one statement in a transaction of its own: for reads and single-statement writes. The transaction is what its
 * settings are pinned in. On a pool that pipelines all its messages leave together, one round trip as the statement
 * alone would be; nothing in between has to be decided here.
 * @throws the first error of them. One of END means that the outcome is unknown, as it is for a statement whose
 * own answer is lost.
 */
export async function runStatementOnce<Row extends object>(
  pool: Pool,
  statement: Statement,
  values: readonly unknown[] = [],
): Promise<StatementResult<Row>> {
  const client = await checkOut(pool);
  // END is COMMIT. In a transaction that failed it rolls back, so that the connection is clean either way.
  const [begun, answered, ended] = await Promise.allSettled([
    beginPinned(client, 'read_write', boundsOf(pool)),
    runStatement<Row>(client, statement, values),
    client.query('END'),
  ]);
  giveBack(client, ended.status === 'fulfilled');
  if (begun.status === 'rejected') throw begun.reason;
  if (answered.status === 'rejected') throw answered.reason;
  if (ended.status === 'rejected') throw ended.reason;
  return answered.value;
}
