/** Bound of each list of a timeline. A charge in order has a handful of rows in each. */
export const MAX_ROWS = 200;

/** How many rows a statement asks for: one more than is shown tells whether there are more, without a second query. */
export const ROWS_TO_ASK = MAX_ROWS + 1;

export interface NewestRows<T> {
  readonly oldestFirst: readonly T[];
  /** There were older ones, which are left out. */
  readonly isCut: boolean;
}

/** What is shown of rows that came newest first, of which `ROWS_TO_ASK` were asked. */
export const newestRows = <T>(newestFirst: readonly T[]): NewestRows<T> => ({
  oldestFirst: newestFirst.slice(0, MAX_ROWS).toReversed(),
  isCut: newestFirst.length > MAX_ROWS,
});
