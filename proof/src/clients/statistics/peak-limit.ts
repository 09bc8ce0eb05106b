/** Clients that lost their connections in one moment, each of which then waits for as long as it draws. */
export interface Herd {
  readonly clients: number;
  /** Each draws from 0 to this. */
  readonly jitterWindowMs: number;
  /** The longest that the process of the clients stood still meanwhile: what is late is done in one go. */
  readonly stallMs: number;
}

export const WINDOW_MS = 100;
/** As of the Kolmogorov–Smirnov test: one alarm in a million runs that are in order. */
const ALPHA = 1e-6;

/**
 * Retries of a herd that one window of 100 ms may hold. If each client draws by itself and evenly, a window holds a
 * binomial number of them, with p = (100 ms + stall) / jitter window. The limit is the least number that the fullest of
 * all windows reaches with a probability below 1e-6, by the bound of Chernoff and Hoeffding, which holds for every n:
 * P(X >= k) <= exp(-n * D(k/n || p)). Nothing of it is taken from the retry policy but the window that it was told.
 */
export function peakLimitOf({ clients, jitterWindowMs, stallMs }: Herd): number {
  const p = (WINDOW_MS + stallMs) / jitterWindowMs;
  if (p >= 1) return clients;
  const windows = Math.ceil(jitterWindowMs / WINDOW_MS);
  const needed = Math.log(windows / ALPHA) / clients;
  const first = Math.floor(clients * p) + 1;
  for (let count = first; count < clients; count += 1) if (divergence(count / clients, p) >= needed) return count;
  return clients;
}

/** Kullback–Leibler, of two coins; `q` is above `p` and below 1. */
const divergence = (q: number, p: number): number => q * Math.log(q / p) + (1 - q) * Math.log((1 - q) / (1 - p));
