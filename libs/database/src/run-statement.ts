import type { PoolClient } from 'pg';
import type { Statement } from './statement.ts';
import type { StatementResult } from './tx.ts';

export const runStatement = async <Row extends object>(
  client: PoolClient,
  { name, text }: Statement,
  values: readonly unknown[] = [],
): Promise<StatementResult<Row>> => {
  const result = await client.query<Row>({ name, text, values: [...values] });
  return { rows: result.rows, rowCount: result.rowCount ?? 0 };
};
