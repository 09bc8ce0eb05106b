/** A retry costs one token, which is ten tenths; tenths are integers, so that no rounding ever gives one away. */
const TENTHS_PER_TOKEN = 10;

/** +0.1 per first attempt: retries may add 10 % to the load, the ratio of Google's SRE book ("Handling Overload"). */
const DEPOSIT_TENTHS = 1;

/** Ten retries in a row after a quiet time; ten (there: a second) is also the floor that finagle's RetryBudget keeps. */
export const DEFAULT_BUDGET_TOKENS = 10;

/**
 * A token bucket that bounds what retrying may add to the load of a server in trouble.
 *
 * Invariant: sends ≤ 1.1 · offered + cap, where offered counts first attempts. Keep one per call site and
 * process; a bucket per operation would bound nothing. It starts full, and empty means: fail now.
 */
export class RetryBudget {
  readonly #capTenths: number;
  #tenths: number;

  constructor({ capTokens = DEFAULT_BUDGET_TOKENS }: { readonly capTokens?: number } = {}) {
    if (!Number.isSafeInteger(capTokens) || capTokens < 0) {
      throw new RangeError(`capTokens is ${capTokens}; a retry budget holds a whole number of tokens from 0`);
    }
    this.#capTenths = capTokens * TENTHS_PER_TOKEN;
    this.#tenths = this.#capTenths;
  }

  /** Called before a first attempt is sent, not after it: an operation that never comes back has still been offered. */
  depositForFirstAttempt(): void {
    this.#tenths = Math.min(this.#capTenths, this.#tenths + DEPOSIT_TENTHS);
  }

  /** Takes one token for a retry; false, and nothing taken, when there is no whole one. */
  trySpend(): boolean {
    if (this.#tenths < TENTHS_PER_TOKEN) {
      return false;
    }
    this.#tenths -= TENTHS_PER_TOKEN;
    return true;
  }

  get tokens(): number {
    return this.#tenths / TENTHS_PER_TOKEN;
  }
}
