import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { ChangeRule } from '../rules/change-rule.ts';

const COUNT_FAILED_CHANGES = statement(
  'count-failed-changes',
  `SELECT count(*)::integer AS failed
   FROM operations
   WHERE charge_id = $1::uuid AND kind = $2::text AND state = 'failed'`,
);

/** How many changes of a kind have failed on a charge. */
export async function countFailedChanges(pool: Pool, chargeId: string, kind: ChangeRule['kind']): Promise<number> {
  const { rows } = await runStatementOnce<{ failed: number }>(pool, COUNT_FAILED_CHANGES, [chargeId, kind]);
  return rows[0]?.failed ?? 0;
}
