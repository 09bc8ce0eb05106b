import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';

/** To the service both look the same: it hears nothing, and the transaction is committed, or it is not. */
export type LostCommit = 'commit reply lost' | 'commit request lost';

export interface CommitLoss {
  /** Of all commits, 0 to 1. */
  share: number;
  /** Which one is hit is chance and no part of a run, because it changes nothing that a caller may see. */
  random: () => number;
  onLost: (how: LostCommit) => void;
}

/** The first statements of a claim: of a new key, and of one that was given back. */
const CLAIMS: readonly (string | undefined)[] = ['insert-keys', 'lock-received-key'];

/** From now on some of the pool's commits get lost, one way or the other. */
export function loseCommits(pool: Pool, { share, random, onLost }: CommitLoss): void {
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...asked: unknown[]) => Promise<QueryResult>;
    let isClaim = false;
    const lose = async (): Promise<QueryResult> => {
      // A claimer that does not know whether it has claimed asks the provider first: its caller would see that.
      const how = isClaim || random() < 0.5 ? 'commit request lost' : 'commit reply lost';
      await query(how === 'commit reply lost' ? 'COMMIT' : 'ROLLBACK');
      onLost(how);
      throw new Error('Connection terminated unexpectedly');
    };
    client.query = ((...asked: unknown[]) => {
      const [statement] = asked as [string | QueryConfig];
      // What pins the settings comes with the BEGIN.
      if (typeof statement === 'string' && statement.startsWith('BEGIN')) isClaim = false;
      else if (typeof statement === 'object' && CLAIMS.includes(statement.name)) isClaim = true;
      return statement === 'COMMIT' && random() < share ? lose() : query(...asked);
    }) as never;
  });
}
