import type { Tx } from '@once/database';
import type { Claim, ClaimedRequest, StoredAnswer, Unsettled } from './operation-request.ts';

/** The end of an operation: COMPLETED, or FAILED for a deterministic refusal. Both keep their answer. */
export interface Settled {
  state: 'COMPLETED' | 'FAILED';
  answer: StoredAnswer;
}

/** What the claim transaction found when it made the operation's rows. */
export type Preparation<R> =
  /** `findFirst`: see `Claim`. */
  | { kind: 'prepared'; findFirst?: boolean }
  /** Refused without trace: the key is not burnt (`charge_busy`, `reference_in_use`). */
  | { kind: 'withdrawn'; refusal: R }
  /** Decided on the spot: an operation without an outside call, or a deterministic refusal. Stored. */
  | { kind: 'settled'; settled: Settled };

/** What came of the outside call. `detail` is for people, at most 500 characters of it are kept. */
export type Performance<S, R> =
  | { kind: 'finished'; settlement: S }
  /**
   * `unknown`: nobody knows whether it acted; nothing is guessed, the resolver looks again later.
   * `needs_review`: nothing that we may still ask or send would settle it; a person has to.
   * `isElsewhere`: this process can't find it out, others can. They look soon, and this one not again for a while.
   */
  | { kind: 'unknown'; detail: string; isElsewhere?: boolean }
  | { kind: 'needs_review'; detail: string }
  /**
   * No try has acted, this one or an earlier: the key goes back to RECEIVED and the same request may try again. Refused
   * where the claim says `mayHaveActed`: whatever may have acted is found out, never given back.
   */
  | { kind: 'not_started'; refusal: R };

export interface Settlement<C, S> {
  claim: Claim<C>;
  settlement: S;
}

/** An operation that ends a worker's time without an outcome. */
export interface Suspension<C> {
  claim: Claim<C>;
  unsettled: Unsettled;
  detail: string;
  isElsewhere?: boolean | undefined;
}

/**
 * One kind of operation: `C` its command, `S` what its outside call yields, `R` its refusals that are not stored.
 * Methods that take or return lists do so in the same order, so that concurrent operations share statements.
 */
export interface OperationHandler<C, S, R> {
  readonly operation: string;
  /** In the claim transaction: makes the operation's rows, the resource in `pending`, and its first attempt. */
  prepareInTx(tx: Tx, claims: readonly Claim<C>[]): Promise<Preparation<R>[]>;
  /** Outside any transaction: calls the provider. Called again, with `isResumed`, after a worker was lost. */
  perform(claim: Claim<C>): Promise<Performance<S, R>>;
  /** In the completion transaction, after the key rows were locked: resource, transition and event. */
  settleInTx(tx: Tx, settlements: readonly Settlement<C, S>[]): Promise<Settled[]>;
  /** In the transaction that leaves the key without a worker, after its row was locked: the operation's own state. */
  suspendInTx?(tx: Tx, suspension: Suspension<C>): Promise<void>;
  /**
   * In the transaction that gives a key back as RECEIVED, after its row was locked: gives back what the claim has set
   * aside. What nobody works on must not keep anything from others.
   */
  giveBackInTx?(tx: Tx, claim: Claim<C>): Promise<void>;
  /**
   * In the transaction that claims a RECEIVED key anew, after its row was locked: takes again what was given back. It
   * may be refused as in the first claim: `withdrawn` leaves the key RECEIVED, `settled` ends it.
   */
  takeAgainInTx?(tx: Tx, claim: Claim<C>): Promise<Preparation<R>>;
  /**
   * The claim was taken over while we worked: what the provider told us is kept, and settles nothing. Repeated after an
   * outage.
   */
  keepLate?(settlement: Settlement<C, S>): Promise<void>;
  /** After that commit, best effort: a hint to others that there is news. Must not throw. */
  afterSettled?(settlements: readonly Settlement<C, S>[]): void;
}

/** A handler whose operations can be taken up without their caller, from what the claim has stored. */
export interface ResumableHandler<C, S, R> extends OperationHandler<C, S, R> {
  /** Reads back what the claim stored. A claimed key always has its operation: they were committed together. */
  restore(key: OperationKey): Promise<ClaimedRequest<C>>;
}

/** Names an operation. */
export type OperationKey = Pick<ClaimedRequest<unknown>, 'tenantId' | 'idempotencyKey'>;
