import type { Pool, PoolClient } from 'pg';

/**
 * pg also emits a lost connection as an event, and an 'error' event that nobody hears ends the process. The pool listens
 * only to idle clients; while one is ours, its queries and COMMIT report the loss.
 */
const reportedByQueries = (): void => undefined;

/** With a callback, as a promise leaves a turn of the event loop between the pool's listener and ours. */
export const checkOut = (pool: Pool): Promise<PoolClient> =>
  new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (!client) return reject(error ?? new Error('the pool gave no client'));
      client.on('error', reportedByQueries);
      resolve(client);
    });
  });

/** Gives a client back for the next, or ends its connection when nobody can say what state it is in. */
export const giveBack = (client: PoolClient, isClean: boolean): void => {
  client.release(isClean ? undefined : true);
  client.off('error', reportedByQueries);
};
