import type { Pool } from 'pg';
import { runStatementOnce } from './run-statement-once.ts';
import { statement } from './statement.ts';

const READ_SETTINGS = statement(
  'read-settings',
  // Inside of a transaction that is begun like every other, so that it shows what the others run with. One that this
  // server does not know reads as null.
  'SELECT s.name, current_setting(s.name, true) AS value FROM unnest($1::text[]) AS s (name)',
);

/** What is in force for our statements, by name. */
export async function readSettings(pool: Pool, names: readonly string[]): Promise<Map<string, string | null>> {
  const { rows } = await runStatementOnce<{ name: string; value: string | null }>(pool, READ_SETTINGS, [names]);
  return new Map(rows.map(({ name, value }) => [name, value]));
}
