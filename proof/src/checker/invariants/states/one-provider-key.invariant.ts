import { differing, examineEach, listed, type Breach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

export const oneProviderKey: Invariant = {
  name: 'one-provider-key',
  law: 'All attempts of an operation show the provider one key, and no two operations share one.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ chargeDb }) => {
    const byOperation = Map.groupBy(chargeDb.attempts, ({ operationId }) => operationId);
    const byKey = Map.groupBy(chargeDb.attempts, ({ providerKey }) => providerKey);
    const several = examineEach([...byOperation], ([operation, attempts]): Breach | undefined => {
      const keys = [...new Set(attempts.map(({ providerKey }) => providerKey))];
      if (keys.length === 1) return undefined;
      return { detail: differing('provider keys', 'one', listed(keys)), subject: { operation } };
    });
    const shared = examineEach([...byKey], ([providerKey, attempts]): Breach | undefined => {
      const operations = [...new Set(attempts.map(({ operationId }) => operationId))];
      if (operations.length === 1) return undefined;
      return {
        detail: differing('operations of one provider key', 'one', listed(operations)),
        subject: { providerKey },
      };
    });
    return { examined: several.examined, breaches: [...several.breaches, ...shared.breaches] };
  },
};
