import { effectsByOperation } from '../../facts/effects-by-operation.ts';
import type { EffectRow } from '../../sources/provider/provider-record.ts';
import { differing, examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

const sumOf = (effects: readonly EffectRow[], effect: string): bigint =>
  effects.filter((row) => row.effect === effect).reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

export const chargesAreTheProvider: Invariant = {
  name: 'charges-are-the-provider',
  law: 'What every charge says was captured and refunded is what the provider captured and refunded of it.',
  checkedAt: 'drained',
  expected: acknowledged,
  check: ({ chargeDb, provider }) => {
    const effects = effectsByOperation(chargeDb, provider);
    // What waits for a person is not on the charge yet.
    const decided = chargeDb.operations.filter(({ state }) => state !== 'needs_review');
    const operations = Map.groupBy(decided, ({ chargeId }) => chargeId);
    return examineEach(chargeDb.charges, ({ id, capturedMinor, refundedMinor }) => {
      const own = (operations.get(id) ?? []).flatMap((operation) => effects.get(operation.id) ?? []);
      const expected = `${sumOf(own, 'captured')} / ${sumOf(own, 'refunded')}`;
      const found = `${capturedMinor} / ${refundedMinor}`;
      return found === expected
        ? undefined
        : { detail: differing('captured / refunded', expected, found), subject: { charge: id } };
    });
  },
};
