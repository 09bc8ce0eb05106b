import { operationsByProviderKey } from '../../facts/effects-by-operation.ts';
import { movementOfEffect } from '../../facts/movement.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

export const noEffectUnasked: Invariant = {
  name: 'no-effect-unasked',
  law: 'Every effect at the provider was asked for under a key that was committed with its operation before the call.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ chargeDb, provider }) => {
    const operationOf = operationsByProviderKey(chargeDb);
    return examineEach(provider.effects, (effect) => {
      if (operationOf.has(effect.providerKey)) return undefined;
      const subject = { providerKey: effect.providerKey, operation: effect.operationId ?? '' };
      return { detail: `${movementOfEffect(effect)} under a key of no attempt`, subject };
    });
  },
};
