import type { FateKind } from './fate.ts';

export interface ProxyCounts {
  readonly requests: number;
  /** What really happened, not what was drawn: an answer is only eaten where there was one. */
  readonly fates: Readonly<Record<FateKind, number>>;
  /** Statuses of the answers that were kept from their clients, half-open ones and late arrivals included. */
  readonly keptAnswers: Readonly<Record<number, number>>;
  /** The server's connection broke before its answer was there. */
  readonly serverLost: number;
  /** No server took the connection. */
  readonly serverUnreachable: number;
  /** The client was gone when its answer came. */
  readonly clientGone: number;
  /** Had waited at the front door when it went down. */
  readonly lostAtDoor: number;
  /** Turned away because too much was under way, or the request was not to be read. */
  readonly turnedAway: number;
}

export class ProxyTally {
  readonly #fates: Record<FateKind, number> = {
    passed: 0,
    answer_eaten: 0,
    reset_before: 0,
    delayed: 0,
    late_arrival: 0,
    half_open_before: 0,
    half_open_after: 0,
    unreadable_answer: 0,
  };
  readonly #keptAnswers: Record<number, number> = {};
  readonly #others = { requests: 0, serverLost: 0, serverUnreachable: 0, clientGone: 0, lostAtDoor: 0, turnedAway: 0 };

  met(fate: FateKind): void {
    this.#fates[fate] += 1;
  }

  kept(status: number): void {
    this.#keptAnswers[status] = (this.#keptAnswers[status] ?? 0) + 1;
  }

  count(what: 'requests' | 'serverLost' | 'serverUnreachable' | 'clientGone' | 'lostAtDoor' | 'turnedAway'): void {
    this.#others[what] += 1;
  }

  get counts(): ProxyCounts {
    return { ...this.#others, fates: { ...this.#fates }, keptAnswers: { ...this.#keptAnswers } };
  }
}
