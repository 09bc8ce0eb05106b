import { effectsByOperation, operationsByProviderKey } from '../../facts/effects-by-operation.ts';
import type { World } from '../../world.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/** Where each operation was heard of, by the providers' own records: refusals count, for they were asked there, too. */
const accountsByOperation = ({ chargeDb, provider }: World): Map<string, Set<string>> => {
  const operationOf = operationsByProviderKey(chargeDb);
  const decided = provider.decisions.map(
    ({ providerKey, account }) => [operationOf.get(providerKey), account] as const,
  );
  const done = [...effectsByOperation(chargeDb, provider)].flatMap(([operation, effects]) =>
    effects.map(({ account }) => [operation, account] as const),
  );
  const accounts = new Map<string, Set<string>>();
  // One that no attempt tells of is a matter of `no-effect-unasked`.
  for (const [operation = '', account] of [...done, ...decided])
    accounts.set(operation, (accounts.get(operation) ?? new Set()).add(account));
  accounts.delete('');
  return accounts;
};

/** Every account that is stored with it: its own, its charge's, those of its attempts. One, where all is well. */
const storedByOperation = ({ chargeDb }: World): Map<string, Set<string | null>> => {
  const charges = new Map(chargeDb.charges.map(({ id, providerAccount }) => [id, providerAccount]));
  const stored = new Map(
    chargeDb.operations.map(({ id, chargeId, providerAccount }) => [
      id,
      new Set([providerAccount, charges.get(chargeId) ?? null]),
    ]),
  );
  for (const { operationId, providerAccount } of chargeDb.attempts) stored.get(operationId)?.add(providerAccount);
  return stored;
};

const told = (accounts: Iterable<string | null>): string =>
  listed([...accounts].map((account) => account ?? 'no account').toSorted());

export const oneAccountPerOperation: Invariant = {
  name: 'one-account-per-operation',
  law: 'Whatever a provider account did or refused belongs to a charge, an operation and attempts that are stored with that account and no other.',
  checkedAt: 'always',
  expected: acknowledged,
  check: (world) => {
    const stored = storedByOperation(world);
    return examineEach([...accountsByOperation(world)], ([operation, accounts]) => {
      const own = stored.get(operation);
      const isOne = accounts.size === 1 && own?.size === 1 && [...accounts].every((account) => own.has(account));
      if (isOne) return undefined;
      return { detail: differing('provider accounts', told(own ?? []), told(accounts)), subject: { operation } };
    });
  },
};
