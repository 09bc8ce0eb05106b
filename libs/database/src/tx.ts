import type { Statement } from './statement.ts';

declare const madeByRunInTx: unique symbol;

/** Result of one statement. `rowCount` is what the server reported: rows returned or changed. */
export interface StatementResult<Row> {
  readonly rows: Row[];
  readonly rowCount: number;
}

/**
 * An open transaction. Only `runInTx` makes one, so a function that takes a `Tx` can't be called outside a
 * transaction: the mistake does not compile.
 */
export interface Tx {
  readonly [madeByRunInTx]: true;
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<StatementResult<Row>>;
}
