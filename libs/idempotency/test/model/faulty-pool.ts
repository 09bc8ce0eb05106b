import { statement } from '@once/database';
import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * What becomes of a reply: lost after the server did it, lost while the server is still to do it, or lost because the
 * server never heard of it. To the worker the three look the same.
 */
export type ReplyFault = 'none' | 'reply_lost' | 'reply_late' | 'request_lost';

/** Asked inside a transaction, it never reaches the server: it decides what becomes of the COMMIT that follows. */
export const MEET_FAULT = statement('model-meet-fault', 'SELECT $1::text');

/** Longer than the worker's own next look at the record takes to arrive. */
const LATE_MS = 2;

const lost = () => new Error('Connection terminated unexpectedly');

/** A pool of real connections that loses replies on request, without the price of breaking a connection. */
export class FaultyPool {
  /** Replies of single statements that get lost, once, by the statement's name; each worker's are its own. */
  private readonly armed = new AsyncLocalStorage<Map<string, ReplyFault>>();
  private readonly late = new Set<Promise<unknown>>();
  private readonly real: Pool;
  private readonly onFault: (fault: ReplyFault) => void;

  constructor(real: Pool, onFault: (fault: ReplyFault) => void) {
    this.real = real;
    this.onFault = onFault;
  }

  /** The part of a pool that engines use. */
  get asPool(): Pool {
    const part: { connect: unknown } = { connect: this.connect };
    return part as unknown as Pool;
  }

  /** Runs `work`, of whose single statements these lose their replies. */
  armedWith<T>(faults: Readonly<Record<string, ReplyFault>>, work: () => T): T {
    return this.armed.run(new Map(Object.entries(faults)), work);
  }

  /** Waits until the server did what it was still to do, and every connection is back. */
  async settle(): Promise<void> {
    while (this.late.size > 0) await Promise.all(this.late);
  }

  private disarm({ name = '' }: QueryConfig): ReplyFault | undefined {
    const faults = this.armed.getStore();
    const fault = faults?.get(name);
    faults?.delete(name);
    return fault;
  }

  private readonly connect = (callback: (error: Error | undefined, client?: PoolClient) => void): void => {
    this.real.connect((error, client) => callback(error, client && this.faulty(client)));
  };

  private faulty(client: PoolClient): PoolClient {
    let fault: ReplyFault = 'none';
    let ownCommit: Promise<unknown> = Promise.resolve();
    const query = (asked: string | QueryConfig): Promise<QueryResult> => {
      if (typeof asked !== 'string' && asked.name === MEET_FAULT.name) {
        fault = asked.values?.[0] as ReplyFault;
        return Promise.resolve({ rows: [], rowCount: 0 } as unknown as QueryResult);
      }
      // A statement of its own is done when its END is: what it is armed with becomes of that.
      if (typeof asked !== 'string') fault = this.disarm(asked) ?? fault;
      if (asked !== 'COMMIT' && asked !== 'END') return client.query(asked as QueryConfig);
      const { reply, done } = this.meet(fault, () => client.query(fault === 'request_lost' ? 'ROLLBACK' : asked));
      ownCommit = done;
      return reply;
    };
    // The connection is whole in truth, so instead of being destroyed it is cleared and goes back to the pool, after its
    // own late COMMIT and nobody else's: those may wait for this very connection.
    const release = (isBroken = false): void => {
      const cleared = ownCommit.then(() => (isBroken ? client.query('ROLLBACK') : undefined));
      this.follow(cleared.then(() => client.release()));
    };
    const part: unknown = { query, release, on: client.on.bind(client), off: client.off.bind(client) };
    return part as PoolClient;
  }

  /** Asks the server, now or late: what the worker hears, and when the server is done. */
  private meet<T>(fault: ReplyFault, ask: () => Promise<T>): { reply: Promise<T>; done: Promise<unknown> } {
    if (fault !== 'none') this.onFault(fault);
    const answer = fault === 'reply_late' ? delay(LATE_MS).then(ask) : ask();
    // A failure is the worker's to hear, where it still listens; `done` only says that it is over.
    const done = answer.catch(() => undefined);
    if (fault === 'none') return { reply: answer, done };
    this.follow(done);
    const heard = fault === 'reply_late' ? Promise.resolve() : done;
    return { reply: heard.then(() => Promise.reject(lost())), done };
  }

  private follow(work: Promise<unknown>): void {
    const followed = work.finally(() => this.late.delete(followed));
    this.late.add(followed);
  }
}
