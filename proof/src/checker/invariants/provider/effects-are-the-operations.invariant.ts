import { effectsByOperation } from '../../facts/effects-by-operation.ts';
import { movementOfEffect, movementOfOperation } from '../../facts/movement.ts';
import type { OperationRow } from '../../sources/charge-db/charge-db.ts';
import type { EffectRow } from '../../sources/provider/provider-record.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/**
 * `needs_review` may have one or none: that nobody knows is what the state says. It may have another than was asked for
 * only where the provider itself says that it did something else.
 */
const expectedOf = (operation: OperationRow, effects: readonly EffectRow[]): string => {
  if (operation.state === 'succeeded') return movementOfOperation(operation);
  const [effect] = effects;
  if (operation.state !== 'needs_review' || effect === undefined) return listed([]);
  return effect.differs ? movementOfEffect(effect) : movementOfOperation(operation);
};

export const effectsAreTheOperations: Invariant = {
  name: 'effects-are-the-operations',
  law: "The provider's effects are exactly the operations that succeeded: one each, of its kind, amount and currency, and none for any other.",
  checkedAt: 'drained',
  expected: acknowledged,
  check: ({ chargeDb, provider }) => {
    const effects = effectsByOperation(chargeDb, provider);
    return examineEach(chargeDb.operations, (operation) => {
      const own = effects.get(operation.id) ?? [];
      const found = listed(own.map(movementOfEffect));
      const expected = expectedOf(operation, own);
      if (found === expected) return undefined;
      const subject = { operation: operation.id, charge: operation.chargeId };
      return { detail: differing(`effects of an operation that is ${operation.state}`, expected, found), subject };
    });
  },
};
