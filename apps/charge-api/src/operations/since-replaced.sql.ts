import { statement, type Tx } from '@once/database';

const READ_SINCE_REPLACED = statement(
  'read-since-replaced',
  'SELECT ms_since_database_replaced() AS since_replaced_ms',
);

/** Since the database was replaced, milliseconds, as the server of this transaction knows it; Infinity where it never was. */
export async function readSinceReplacedInTx(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ since_replaced_ms: number }>(READ_SINCE_REPLACED);
  return rows[0]?.since_replaced_ms ?? 0;
}
