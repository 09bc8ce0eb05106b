import type { Pool, PoolClient } from 'pg';

type OnCheckOut = (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void;
type Connect = (callback?: OnCheckOut) => Promise<PoolClient> | undefined;

/**
 * Tells how long each caller waited for a connection of the pool, seconds, got or not. The pool's own `query` asks for
 * its connections the same way, so that nothing is missed. Put on the one pool, as `pg` offers no event for it.
 */
export function timeCheckouts(pool: Pool, onWait: (seconds: number) => void): void {
  const connect = pool.connect.bind(pool) as Connect;
  const timed: Connect = (callback) => {
    const startedAt = performance.now();
    const told = (): void => onWait((performance.now() - startedAt) / 1_000);
    if (callback) {
      // Within the same turn of the event loop: whoever takes the client listens to its errors from here on.
      return connect((error, client, done) => {
        told();
        callback(error, client, done);
      });
    }
    const client = connect();
    void client?.then(told, told);
    return client;
  };
  pool.connect = timed as Pool['connect'];
}
