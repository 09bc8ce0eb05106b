import { describe, expect, it } from '@jest/globals';
import { Deck } from './deck.ts';
import { SeededRandom } from './seeded-random.ts';

describe('Deck', () => {
  it('deals every card as often as it is in it, and again in another order', () => {
    const deck = new Deck({ sale: 3, refund: 2, decline: 1 }, new SeededRandom(5));
    const hands = Array.from({ length: 4 }, () => Array.from({ length: 6 }, () => deck.deal()));
    for (const hand of hands) expect(hand.toSorted()).toEqual(['decline', 'refund', 'refund', 'sale', 'sale', 'sale']);
    expect(new Set(hands.map((hand) => hand.join())).size).toBeGreaterThan(1);
  });

  it('refuses to be empty', () => {
    expect(() => new Deck({ sale: 0 }, new SeededRandom(5))).toThrow('at least one card');
  });
});
