import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const COUNT = statement(
  'ledger-count-parked-records',
  `SELECT reason, count(*)::text AS records FROM parked_records GROUP BY reason`,
);

export async function countParkedRecords(pool: Pool): Promise<Map<string, number>> {
  const { rows } = await runStatementOnce<{ reason: string; records: string }>(pool, COUNT);
  return new Map(rows.map(({ reason, records }) => [reason, Number(records)]));
}
