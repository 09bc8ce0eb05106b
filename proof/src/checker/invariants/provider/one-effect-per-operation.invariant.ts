import { effectsByOperation } from '../../facts/effects-by-operation.ts';
import { movementOfEffect } from '../../facts/movement.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

export const oneEffectPerOperation: Invariant = {
  name: 'one-effect-per-operation',
  law: 'No operation has more than one effect at the provider.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ chargeDb, provider }) =>
    examineEach([...effectsByOperation(chargeDb, provider)], ([operation, effects]) => {
      if (operation === '' || effects.length === 1) return undefined;
      const found = listed(effects.map((effect) => `${movementOfEffect(effect)} under ${effect.providerKey}`));
      return { detail: differing('effects', 'one', found), subject: { operation } };
    }),
};
