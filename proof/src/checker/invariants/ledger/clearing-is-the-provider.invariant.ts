import { effectsByOperation } from '../../facts/effects-by-operation.ts';
import { sumByCurrency } from '../../facts/sum-by-currency.ts';
import type { World } from '../../world.ts';
import { differing, examineEach, type Invariant } from '../invariant.ts';
import { acknowledgedMoney } from '../run-had.ts';

const SIGNS: Readonly<Record<string, bigint>> = { captured: 1n, refunded: -1n };

/** What the provider holds for us, but for what a person has still to decide. */
const heldByProvider = ({ chargeDb, provider }: World): Map<string, bigint> => {
  const inReview = new Set(chargeDb.operations.filter(({ state }) => state === 'needs_review').map(({ id }) => id));
  const decided = [...effectsByOperation(chargeDb, provider)].filter(([operation]) => !inReview.has(operation));
  return sumByCurrency(
    decided.flatMap(([, effects]) =>
      effects.map(({ effect, amountMinor, currency }) => ({
        currency,
        amountMinor: amountMinor * (SIGNS[effect] ?? 0n),
      })),
    ),
  );
};

const clearingBalances = ({ ledgerDb }: World): Map<string, bigint> =>
  sumByCurrency(
    ledgerDb.entries.flatMap(({ postings }) => postings.filter(({ account }) => account === 'provider_clearing')),
  );

export const clearingIsTheProvider: Invariant = {
  name: 'clearing-is-the-provider',
  law: 'In each currency the balance of provider_clearing is what the provider captured less what it refunded.',
  checkedAt: 'drained',
  expected: acknowledgedMoney,
  check: (world) => {
    const held = heldByProvider(world);
    const cleared = clearingBalances(world);
    const currencies = [...new Set([...held.keys(), ...cleared.keys()])];
    return examineEach(currencies, (currency) => {
      const expected = held.get(currency) ?? 0n;
      const found = cleared.get(currency) ?? 0n;
      return found === expected ? undefined : { detail: differing('balance', expected, found), subject: { currency } };
    });
  },
};
