import type { Pool, PoolClient, QueryResult } from 'pg';

/** Name of the statement by which libs/database pins the settings of a transaction. */
const PINS = 'pin-session';

/**
 * For suites in which nothing ends the server: no commit of this pool waits for the disk. The services pin
 * `synchronous_commit` in each transaction and know no way around it, so it is taken back behind theirs, on the wire.
 */
export function skipCommitWaits(pool: Pool): Pool {
  return pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...asked: unknown[]) => Promise<QueryResult>;
    client.query = ((asked: unknown, ...rest: unknown[]) => {
      const answer = query(asked, ...rest);
      const hasPinned = typeof asked === 'object' && asked !== null && 'name' in asked && asked.name === PINS;
      // What fails here fails the statement that follows as well, and is reported by that.
      if (hasPinned) query('SET LOCAL synchronous_commit = off').catch(() => undefined);
      return answer;
    }) as never;
  });
}
