import { effectsByOperation } from '../../facts/effects-by-operation.ts';
import { keyName } from '../../facts/key-name.ts';
import { deedOfAction, movementOfCall, movementOfEffect } from '../../facts/movement.ts';
import { acknowledgedCalls } from '../../facts/named-operation.ts';
import { operationsByKey } from '../../facts/operations-by-key.ts';
import type { EffectRow } from '../../sources/provider/provider-record.ts';
import type { Call } from '../../sources/history/call-log.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/** What a cancel releases is the charge's affair, not its caller's. */
const hasAmount = ({ invoke }: Call): boolean => invoke.action !== 'cancel';

const shownOf = (call: Call) => (effect: EffectRow) => (hasAmount(call) ? movementOfEffect(effect) : effect.effect);

/** The same as in the books, at the card. */
export const acknowledgedDoneOnce: Invariant = {
  name: 'acknowledged-done-once',
  law: 'Every operation that a client was told of (2xx) was done exactly once by the provider, with its amount and currency.',
  checkedAt: 'drained',
  expected: acknowledged,
  check: ({ history, chargeDb, provider }) => {
    const operations = operationsByKey(chargeDb);
    const effects = effectsByOperation(chargeDb, provider);
    return examineEach(acknowledgedCalls(history), (call) => {
      const { invoke } = call;
      const own = (operations.get(keyName(invoke)) ?? []).flatMap(({ id }) => effects.get(id) ?? []);
      const expected = hasAmount(call) ? movementOfCall(invoke) : deedOfAction(invoke.action);
      const found = listed(own.map(shownOf(call)));
      if (found === expected) return undefined;
      return { detail: differing('done', expected, found), subject: { call: invoke.call, key: keyName(invoke) } };
    });
  },
};
