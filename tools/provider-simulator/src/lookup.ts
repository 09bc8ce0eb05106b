import type { ResultEntry } from './core/record-entry.ts';

/** What became of a key. */
export type Lookup = (
  | { readonly outcome: 'found'; readonly result: ResultEntry }
  | { readonly outcome: 'inconclusive'; readonly reason: string }
  | { readonly outcome: 'absent' }
) & {
  readonly requestsSeen: number;
  /** As declared when the key was looked up: what an absent key is worth depends on it. */
  readonly keyWindowMs: number;
};
