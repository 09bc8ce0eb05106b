import { DatabaseError, type Pool } from 'pg';

export interface Attempt {
  /** Statements that must succeed: what is there before. */
  given?: readonly string[];
  /** The statement that the database may refuse. */
  when: string;
}

/** How the database took it: with its SQLSTATE, and the name of the constraint or what the trigger said. */
export type Reply = { kind: 'accepted' } | { kind: 'refused'; sqlState: string | undefined; rule: string };

/** Tries something with the rights of `pool`, in a transaction of which nothing stays. */
export async function attempt(pool: Pool, { given = [], when }: Attempt): Promise<Reply> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (const statement of given) await client.query(statement);
    try {
      await client.query(when);
      // Deferred constraints would speak at the commit that never comes.
      await client.query('SET CONSTRAINTS ALL IMMEDIATE');
      return { kind: 'accepted' };
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      return { kind: 'refused', sqlState: error.code, rule: error.constraint ?? error.message };
    }
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
