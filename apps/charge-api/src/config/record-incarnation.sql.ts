import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const RECORD_INCARNATION = statement(
  'record-incarnation',
  `INSERT INTO database_incarnations (system_identifier, timeline)
   SELECT c.system_identifier, c.timeline FROM current_incarnation() c
   WHERE NOT EXISTS (SELECT FROM database_incarnations i
                     WHERE i.system_identifier = c.system_identifier AND i.timeline = c.timeline)
   -- Another replica of the service notices it in the same moment: one of the two tells.
   ON CONFLICT DO NOTHING
   RETURNING system_identifier, timeline`,
);

export interface DatabaseIncarnation {
  systemIdentifier: string;
  timeline: string;
}

interface Row {
  system_identifier: string;
  timeline: string;
}

/** Writes down on which server the database is; returns it where that is new. */
export async function recordIncarnation(pool: Pool): Promise<DatabaseIncarnation | undefined> {
  const { rows } = await runStatementOnce<Row>(pool, RECORD_INCARNATION);
  const [row] = rows;
  return row && { systemIdentifier: row.system_identifier, timeline: row.timeline };
}
