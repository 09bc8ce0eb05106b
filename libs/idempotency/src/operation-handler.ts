import type { Tx } from '@once/database';
import type { Claim, StoredAnswer } from './operation-request.ts';

/** The end of an operation: COMPLETED, or FAILED for a deterministic refusal. Both keep their answer. */
export interface Settled {
  state: 'COMPLETED' | 'FAILED';
  answer: StoredAnswer;
}

/** What the claim transaction found when it made the operation's rows. */
export type Preparation<R> =
  | { kind: 'prepared' }
  /** Refused without trace: the key is not burnt (`charge_busy`, `reference_in_use`). */
  | { kind: 'withdrawn'; refusal: R }
  /** Decided on the spot: an operation without an outside call, or a deterministic refusal. Stored. */
  | { kind: 'settled'; settled: Settled };

/** What came of the outside call. */
export type Performance<S, R> =
  | { kind: 'finished'; settlement: S }
  /** Nobody knows whether it acted. The key stays PROCESSING; nothing is guessed. */
  | { kind: 'unknown' }
  /** No try has acted, this one or an earlier: the key goes back to RECEIVED and the same request may try again. */
  | { kind: 'not_started'; refusal: R };

export interface Settlement<C, S> {
  claim: Claim<C>;
  settlement: S;
}

/**
 * One kind of operation: `C` its command, `S` what its outside call yields, `R` its refusals that are not stored.
 * All three methods take or return lists in the same order, so that concurrent operations share statements.
 */
export interface OperationHandler<C, S, R> {
  readonly operation: string;
  /** In the claim transaction: makes the operation's rows, the resource in `pending`, and its first attempt. */
  prepareInTx(tx: Tx, claims: readonly Claim<C>[]): Promise<Preparation<R>[]>;
  /** Outside any transaction: calls the provider. Called again, with `isResumed`, after a worker was lost. */
  perform(claim: Claim<C>): Promise<Performance<S, R>>;
  /** In the completion transaction, after the key rows were locked: resource, transition and event. */
  settleInTx(tx: Tx, settlements: readonly Settlement<C, S>[]): Promise<Settled[]>;
  /** After that commit, best effort: a hint to others that there is news. Must not throw. */
  afterSettled?(settlements: readonly Settlement<C, S>[]): void;
}
