import { clearingName, clearingOf } from '../../facts/clearing.ts';
import { effectsByOperation } from '../../facts/effects-by-operation.ts';
import type { World } from '../../world.ts';
import { differing, examineEach, type Invariant } from '../invariant.ts';
import { acknowledgedMoney } from '../run-had.ts';

const SIGNS: Readonly<Record<string, bigint>> = { captured: 1n, refunded: -1n };

/** The sums of amounts by the account and currency that they are of. */
const sumByName = (items: Iterable<readonly [name: string, amountMinor: bigint]>): Map<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const [name, amountMinor] of items) sums.set(name, (sums.get(name) ?? 0n) + amountMinor);
  return sums;
};

/** What each provider account holds for us by its own record, but for what a person has still to decide. */
const heldByProvider = ({ chargeDb, provider }: World): Map<string, bigint> => {
  const inReview = new Set(chargeDb.operations.filter(({ state }) => state === 'needs_review').map(({ id }) => id));
  const decided = [...effectsByOperation(chargeDb, provider)].filter(([operation]) => !inReview.has(operation));
  return sumByName(
    decided.flatMap(([, effects]) =>
      effects.map(
        ({ account, effect, amountMinor, currency }) =>
          [clearingName(account, currency), amountMinor * (SIGNS[effect] ?? 0n)] as const,
      ),
    ),
  );
};

const clearingBalances = ({ ledgerDb }: World): Map<string, bigint> =>
  sumByName(
    ledgerDb.entries
      .flatMap(clearingOf)
      .map(({ providerAccount, currency, amountMinor }) => [clearingName(providerAccount, currency), amountMinor]),
  );

export const clearingIsTheProvider: Invariant = {
  name: 'clearing-is-the-provider',
  law: 'In each currency the balance of each clearing account is what its provider account captured less what it refunded.',
  checkedAt: 'drained',
  expected: acknowledgedMoney,
  check: (world) => {
    const held = heldByProvider(world);
    const cleared = clearingBalances(world);
    const accounts = [...new Set([...held.keys(), ...cleared.keys()])];
    return examineEach(accounts, (account) => {
      const expected = held.get(account) ?? 0n;
      const found = cleared.get(account) ?? 0n;
      return found === expected ? undefined : { detail: differing('balance', expected, found), subject: { account } };
    });
  },
};
