import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const LEAVE_MEMBERS = statement('leave-members', 'DELETE FROM relay_members WHERE member = $1::text');

/** Takes this relay out of the count, so that the others share its part at their next tick. */
export async function leaveMembers(pool: Pool, member: string): Promise<void> {
  await runStatementOnce(pool, LEAVE_MEMBERS, [member]);
}
