import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const DEAD_TUPLES = statement(
  'count-dead-tuples',
  `SELECT t.name, coalesce(sum(s.n_dead_tup), 0)::float8 AS dead
   FROM unnest($1::text[]) AS t (name)
   -- The partitions of a table count together; what the server estimates costs nothing to read.
   LEFT JOIN LATERAL (
     SELECT to_regclass('public.' || t.name) AS relid
     UNION ALL
     SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = to_regclass('public.' || t.name)
   ) AS part ON true
   LEFT JOIN pg_stat_user_tables s ON s.relid = part.relid
   GROUP BY t.name`,
);

/** Dead rows of each table, as the server estimates them. */
export async function countDeadTuples<T extends string>(
  pool: Pool,
  tables: readonly T[],
): Promise<{ table: T; dead: number }[]> {
  const { rows } = await runStatementOnce<{ name: T; dead: number }>(pool, DEAD_TUPLES, [tables]);
  return rows.map(({ name, dead }) => ({ table: name, dead }));
}
