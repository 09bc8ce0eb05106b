import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const EMPTY_ENDED_INPUTS = statement(
  'empty-ended-inputs',
  // Materialized: a locking LIMIT that a plan ran twice would take more than was asked for.
  `WITH ended AS MATERIALIZED (
     SELECT id FROM operations
     -- The very words of the partial index, in which there is nothing once all is done.
     WHERE state IN ('succeeded', 'failed') AND input IS NOT NULL
     ORDER BY id
     LIMIT $1::integer
     -- Replicas share the work, and nobody waits for a row that somebody else is at.
     FOR UPDATE SKIP LOCKED)
   UPDATE operations o SET input = NULL FROM ended WHERE o.id = ended.id`,
);

/** Takes the inputs of up to `limit` operations that have ended, and returns how many there were. */
export async function emptyEndedInputs(pool: Pool, limit: number): Promise<number> {
  const { rowCount } = await runStatementOnce(pool, EMPTY_ENDED_INPUTS, [limit]);
  return rowCount;
}
