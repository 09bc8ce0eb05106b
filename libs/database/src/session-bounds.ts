import type { Pool } from 'pg';

/** Server-side bounds of what a connection does, milliseconds; 0 is none. */
export interface SessionBounds {
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly idleInTransactionMs: number;
}

/** What a pool that was made without bounds has: of tests and of single commands. */
const UNBOUNDED: SessionBounds = { statementTimeoutMs: 0, lockTimeoutMs: 0, idleInTransactionMs: 0 };

/**
 * The bounds that `dataSourceOptions` left with the pool. They are no parameters of the connection's start, because a
 * transaction pooler refuses those, and would not keep them with the server's connection either.
 */
export function boundsOf(pool: Pool): SessionBounds {
  const { options } = pool as { options?: { bounds?: SessionBounds } };
  return options?.bounds ?? UNBOUNDED;
}
