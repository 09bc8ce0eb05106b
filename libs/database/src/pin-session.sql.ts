import type { PoolClient } from 'pg';
import { PINNED_SETTINGS, SEARCH_PATH } from './pinned-settings.ts';
import { runStatement } from './run-statement.ts';
import type { SessionBounds } from './session-bounds.ts';
import { statement } from './statement.ts';

/** What a transaction may see and do; both whatever the defaults of the database and the role are. */
export type TransactionMode = 'read_write' | 'read_only_snapshot';

const MODES: Record<TransactionMode, string> = {
  // READ COMMITTED is enough because every decision is taken under a row lock or by a constraint, never by a bare read;
  // more than that would fail with 40001 where we wait for a lock on purpose.
  read_write: 'ISOLATION LEVEL READ COMMITTED, READ WRITE, NOT DEFERRABLE',
  // All that is read is one moment. Never serializable, so it neither waits nor fails.
  read_only_snapshot: 'ISOLATION LEVEL REPEATABLE READ, READ ONLY, NOT DEFERRABLE',
};

/** Qualified, as the search path that it runs under is still somebody else's. */
const set = (name: string, value: string, isLocal: boolean): string =>
  `pg_catalog.set_config('${name}', ${value}, ${isLocal})`;

const pins = (isLocal: boolean): string => `
  SELECT pg_catalog.num_nonnulls(
    ${set('search_path', `'${SEARCH_PATH}'`, isLocal)},
    ${Object.entries(PINNED_SETTINGS)
      .map(([name, value]) => set(name, `'${value}'`, isLocal))
      .join(', ')},
    ${set('statement_timeout', '$1::text', isLocal)},
    ${set('lock_timeout', '$2::text', isLocal)},
    ${set('idle_in_transaction_session_timeout', '$3::text', isLocal)},
    -- Raised to on where the default is weaker, left alone where it waits for more (remote_apply).
    ${set(
      'synchronous_commit',
      `CASE WHEN pg_catalog.current_setting('synchronous_commit') OPERATOR(pg_catalog.=) 'remote_apply'
              THEN 'remote_apply' ELSE 'on' END`,
      isLocal,
    )},
    -- Since Postgres 17: it would end the connection in the middle of a COMMIT. Ours are bounded by the three above.
    CASE WHEN pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL
      THEN ${set('transaction_timeout', `'0'`, isLocal)} END) AS pinned`;

/** A named statement, whose plan the server keeps: analysed anew each time it would cost more than all the rest. */
const PIN_TRANSACTION = statement('pin-session', pins(true));
const PIN_SESSION = statement('pin-whole-session', pins(false));

const valuesOf = ({ statementTimeoutMs, lockTimeoutMs, idleInTransactionMs }: SessionBounds): string[] =>
  [statementTimeoutMs, lockTimeoutMs, idleInTransactionMs].map(String);

/**
 * Begins a transaction whose settings are ours. On a pool that pipelines, both messages leave together: one round trip, as
 * BEGIN alone would be. LOCAL, because behind a transaction pooler the connection is somebody else's a moment later: theirs
 * must not become ours, nor ours theirs. Outside of a transaction, had BEGIN failed, it would set nothing.
 */
export async function beginPinned(client: PoolClient, mode: TransactionMode, bounds: SessionBounds): Promise<void> {
  const [begun, pinned] = await Promise.allSettled([
    // The bound on idling goes with BEGIN itself: one of somebody else's could end the connection between the two.
    client.query(`BEGIN ${MODES[mode]}; SET LOCAL idle_in_transaction_session_timeout = ${bounds.idleInTransactionMs}`),
    runStatement(client, PIN_TRANSACTION, valuesOf(bounds)),
  ]);
  if (begun.status === 'rejected') throw begun.reason;
  if (pinned.status === 'rejected') throw pinned.reason;
}

/** The same for a connection of our own, where others begin the transactions. Never behind a transaction pooler. */
export async function pinWholeSession(client: PoolClient, bounds: SessionBounds): Promise<void> {
  await client.query(`SET SESSION CHARACTERISTICS AS TRANSACTION ${MODES.read_write}`);
  await runStatement(client, PIN_SESSION, valuesOf(bounds));
}
