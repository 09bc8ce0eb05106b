/** When an invariant must hold: at every instant, or when everything that was accepted has been worked off. */
export type CheckedAt = 'always' | 'drained';

/** One breach of an invariant, with what is needed to look it up. */
export interface Finding {
  readonly invariant: string;
  /** What was expected and what was there, in one line. */
  readonly detail: string;
  /** Ids that lead to it: operation, charge, key, event, offset. */
  readonly subject: Readonly<Record<string, string>>;
}

export interface InvariantResult {
  readonly invariant: string;
  /** The law in one sentence, as the report prints it. */
  readonly law: string;
  readonly checkedAt: CheckedAt;
  /** How many things were looked at: an invariant that looked at nothing has not been shown. */
  readonly examined: number;
  readonly findings: readonly Finding[];
}

/**
 * `held`: looked at something, found nothing. `broken`: found something. `not_shown`: the run had such things and the
 * check saw none of them, so that nothing can be said. `no_case`: the run had no such thing.
 */
export type Verdict = 'held' | 'broken' | 'not_shown' | 'no_case';

export interface JudgedResult extends InvariantResult {
  readonly verdict: Verdict;
}
