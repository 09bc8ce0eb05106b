import type { SeededRandom } from './seeded-random.ts';

/** A card with how often it is in the deck. */
export type Cards<T extends string> = Readonly<Record<T, number>>;

/**
 * Deals what a plan is made of. Unlike a die it leaves nothing to luck: every deck that is dealt to its end holds each
 * card as often as it was put in, so that a short run has some of everything, too.
 */
export class Deck<T extends string> {
  readonly #cards: readonly T[];
  readonly #random: SeededRandom;
  #left: T[] = [];

  constructor(cards: Cards<T>, random: SeededRandom) {
    this.#cards = (Object.keys(cards) as T[]).flatMap((card) => Array.from({ length: cards[card] }, () => card));
    if (this.#cards.length === 0) throw new RangeError('a deck needs at least one card');
    this.#random = random;
  }

  deal(): T {
    if (this.#left.length === 0) this.#left = this.#random.shuffled(this.#cards);
    return this.#left.pop() as T;
  }
}
