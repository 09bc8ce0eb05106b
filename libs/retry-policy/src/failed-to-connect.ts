/** System calls that come before a connection stands. */
const CONNECT_PHASE: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);
/** undici's own word for a connection that was not made in time; no system call failed, so it names none. */
const CONNECT_TIMEOUT = 'UND_ERR_CONNECT_TIMEOUT';

/**
 * Whether a call failed before its connection stood, so that certainly not one byte of the request was sent. Decided by
 * the phase and never by the code alone: an established socket reports EHOSTUNREACH, ETIMEDOUT or ECONNREFUSED too, and
 * then the other side may have acted. Whatever names no phase (an aborted call, a TLS handshake, a proxy's refusal) may
 * have been sent.
 *
 * Errors are read by shape: those of Node's own modules come from another realm where tests run in a VM context.
 */
export function failedToConnect(error: unknown): boolean {
  return isOfConnectPhase(error, new Set());
}

function isOfConnectPhase(error: unknown, seen: Set<object>): boolean {
  // An error that is its own cause proves nothing.
  if (typeof error !== 'object' || error === null || seen.has(error)) return false;
  seen.add(error);
  const { syscall, code, errors, cause } = error as Record<string, unknown>;
  // Several addresses were tried: one that was reached is enough to have been sent to.
  if (Array.isArray(errors)) {
    return errors.length > 0 && errors.every((each) => isOfConnectPhase(each, new Set(seen)));
  }
  if (syscall !== undefined) return CONNECT_PHASE.has(syscall);
  return code === CONNECT_TIMEOUT || isOfConnectPhase(cause, seen);
}
