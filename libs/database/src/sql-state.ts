/** What a failed statement says about the cause. Source: PostgreSQL manual, appendix A (SQLSTATE classes). */
export type FailureCause = 'outage' | 'record' | 'other';

/**
 * 08 connection, 25006 read-only server, 40 rollback (deadlock, serialisation), 42 access or schema (a deploy, not the
 * data), 53 resources, 55 object state (lock not available), 57 operator (shutdown, cancel), 58 system error.
 */
const OUTAGE_CLASSES = new Set(['08', '40', '42', '53', '55', '57', '58']);
/** 22 data exception, 23 integrity constraint: the record's own fault, however often it is tried. */
const RECORD_CLASSES = new Set(['22', '23']);
const READ_ONLY_TRANSACTION = '25006';
/** Idle for too long within a transaction, or a transaction for too long: the server has ended the connection. */
const SESSION_ENDED_STATES = new Set(['25P03', '25P04']);

/** Whether this message can reach us after the server has written a commit, because it ends the connection. */
export const endsConnection = (state: string): boolean =>
  state.startsWith('08') || state.startsWith('57') || SESSION_ENDED_STATES.has(state);

/** SQLSTATE of a server error, or undefined for anything else (a socket error, a client-side timeout, a bug). */
export function sqlStateOf(error: unknown): string | undefined {
  if (!Error.isError(error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  // Node's own codes (ECONNRESET, EPIPE) have other lengths or letters; `severity` is only on server messages.
  return /^[0-9A-Z]{5}$/.test(error.code) && 'severity' in error ? error.code : undefined;
}

/** Constraint that a 23xxx error names. */
export function constraintOf(error: unknown): string | undefined {
  if (!Error.isError(error) || !('constraint' in error)) return undefined;
  return typeof error.constraint === 'string' ? error.constraint : undefined;
}

/** Node's network failures and pg's own messages about a connection that is gone or did not answer in time. */
const isConnectionFailure = (error: unknown): boolean => {
  // Not instanceof: errors of Node's own modules come from another realm where tests run in a VM context.
  if (!Error.isError(error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (/^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)/.test(code)) return true;
  return /terminat|timeout|not queryable|Connection ended|client has encountered|connection error/i.test(error.message);
};

/** Sorts a database failure: an outage is waited out, a record's own fault is set aside, anything else is a bug. */
export function failureCauseOf(error: unknown): FailureCause {
  if (Error.isError(error) && 'errors' in error && [error.errors].flat().some(isConnectionFailure)) return 'outage';
  const state = sqlStateOf(error);
  if (state === undefined) return isConnectionFailure(error) ? 'outage' : 'other';
  if (state === READ_ONLY_TRANSACTION || SESSION_ENDED_STATES.has(state)) return 'outage';
  if (OUTAGE_CLASSES.has(state.slice(0, 2))) return 'outage';
  return RECORD_CLASSES.has(state.slice(0, 2)) ? 'record' : 'other';
}
