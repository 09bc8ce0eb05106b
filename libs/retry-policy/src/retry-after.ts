/**
 * The longest Retry-After that is told apart, one day. What is longer counts as one day: it lies behind
 * every deadline all the same, and an absurd number of digits must not become Infinity or NaN.
 */
export const MAX_RETRY_AFTER_MS = 86_400_000;

const DELTA_SECONDS = /^\d+$/;
const RFC_850_DATE = /^[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * Reads a Retry-After header (RFC 9110, 10.2.3: whole seconds or an HTTP-date) as milliseconds from `nowMs`.
 * Anything else, negative numbers and dates that have passed give undefined: the server has said nothing
 * that could be kept. The result lies in [0, MAX_RETRY_AFTER_MS].
 */
export function parseRetryAfter(header: string | null | undefined, nowMs: number): number | undefined {
  const text = header?.trim();
  if (!text) {
    return undefined;
  }
  if (DELTA_SECONDS.test(text)) {
    return Math.min(Number(text) * 1_000, MAX_RETRY_AFTER_MS);
  }
  const atMs = parseHttpDate(text);
  return atMs === undefined || atMs < nowMs ? undefined : Math.min(atMs - nowMs, MAX_RETRY_AFTER_MS);
}

/** All three forms that a recipient must accept; Date.parse alone would also take `tomorrow 5` and the like. */
function parseHttpDate(text: string): number | undefined {
  if (RFC_850_DATE.test(text)) {
    return parsedOrUndefined(text);
  }
  if (ASCTIME_DATE.test(text)) {
    // asctime carries no zone and means GMT; without the suffix it would be read as local time.
    return parsedOrUndefined(`${text} GMT`);
  }
  const atMs = parsedOrUndefined(text);
  // An IMF-fixdate is what toUTCString writes, so the round trip refuses 31 February and wrong weekdays too.
  return atMs !== undefined && new Date(atMs).toUTCString() === text ? atMs : undefined;
}

function parsedOrUndefined(text: string): number | undefined {
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : atMs;
}
