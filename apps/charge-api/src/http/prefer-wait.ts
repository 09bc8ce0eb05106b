/** Longest wait that we grant, seconds: each waiter holds an admission slot. */
export const MAX_WAIT_S = 10;

const WAIT = /(?:^|,)\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;[^,]*)?(?=,|$)/i;

/** Seconds that `Prefer: wait=N` (RFC 7240) asks for, at most `MAX_WAIT_S`; 0 without it. Junk is ignored, as RFC 7240 says. */
export function readPreferWait(header: string | string[] | undefined): number {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return Math.min(Number(WAIT.exec(text)?.[1] ?? 0), MAX_WAIT_S);
}
