import { operationsByProviderKey } from '../../facts/effects-by-operation.ts';
import { movementOfEffect } from '../../facts/movement.ts';
import type { OperationRow } from '../../sources/charge-db/charge-db.ts';
import type { EffectRow } from '../../sources/provider/provider-record.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/** What a person has to find in the charge database: each value in which the provider did not do what was asked. */
const toBeTold = (effect: EffectRow, { amountMinor, currency }: OperationRow): string[] => [
  ...(effect.amountMinor === amountMinor ? [] : [effect.amountMinor.toString()]),
  ...(effect.currency === currency ? [] : [effect.currency]),
  ...(effect.toldProviderKey === effect.providerKey ? [] : [effect.toldProviderKey]),
];

export const differingSuccessIsReviewed: Invariant = {
  name: 'differing-success-is-reviewed',
  law: 'What the provider did otherwise than it was asked for is never called succeeded or failed: the operation waits for a person, and the difference is written down with it.',
  checkedAt: 'drained',
  expected: acknowledged,
  check: ({ chargeDb, provider }) => {
    const operationOf = operationsByProviderKey(chargeDb);
    const operations = new Map(chargeDb.operations.map((operation) => [operation.id, operation]));
    const attempts = Map.groupBy(chargeDb.attempts, ({ operationId }) => operationId);
    return examineEach(provider.effects, (effect) => {
      if (!effect.differs) return undefined;
      const id = operationOf.get(effect.providerKey) ?? '';
      const operation = operations.get(id);
      const subject = { operation: id, providerKey: effect.providerKey };
      if (operation?.state !== 'needs_review') {
        const what = `operation whose effect is ${movementOfEffect(effect)} under ${effect.toldProviderKey}`;
        return { detail: differing(what, 'needs_review', operation?.state), subject };
      }
      const details = (attempts.get(id) ?? []).map(({ detail }) => detail ?? '');
      const untold = toBeTold(effect, operation).filter((value) => !details.some((text) => text.includes(value)));
      return untold.length === 0 ? undefined : { detail: `its attempts do not tell ${listed(untold)}`, subject };
    });
  },
};
