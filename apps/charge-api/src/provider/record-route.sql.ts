import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const RECORD_ROUTE = statement(
  'record-provider-route',
  `INSERT INTO provider_routes (provider_account)
   SELECT $1::text
   -- Two processes that start together may both write: a row too many names the same account once more.
   WHERE $1::text IS DISTINCT FROM (SELECT r.provider_account FROM provider_routes r ORDER BY r.id DESC LIMIT 1)`,
);

/** Writes down to which account new keys go from now on, unless that is what was written last. */
export async function recordRoute(pool: Pool, account: string): Promise<void> {
  await runStatementOnce(pool, RECORD_ROUTE, [account]);
}
