import { effectsByOperation } from '../../facts/effects-by-operation.ts';
import { keyName } from '../../facts/key-name.ts';
import { movementOfEffect } from '../../facts/movement.ts';
import { hasVerdict } from '../../facts/named-operation.ts';
import { operationsByKey } from '../../facts/operations-by-key.ts';
import type { OperationRow } from '../../sources/charge-db/charge-db.ts';
import type { Call } from '../../sources/history/call-log.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { typedVerdicts } from '../run-had.ts';

/** About the key and not about the operation: `reuse-is-refused` holds both ways. */
const isAboutKey = ({ invoke, end }: Call): boolean =>
  invoke.intent === 'reuse' || end?.code === 'idempotency_key_reused';

const shownOf = ({ state, chargeId }: OperationRow): string => `${state} ${chargeId}`;

/** What the answer said: done, with its charge, or declined by the card, or simply not done. */
function claimOf({ end }: Call): 'done' | 'declined' | 'not done' {
  if (end?.outcome === 'ok') return 'done';
  return end?.code === 'card_declined' ? 'declined' : 'not done';
}

/** Each call by itself: that another one under the same key got the truth does not excuse it. */
export const verdictsAreTrue: Invariant = {
  name: 'verdicts-are-true',
  law: 'What charge-client called done is an operation of that charge which succeeded, and what it called refused neither succeeded nor took effect; of an unknown outcome it claims nothing.',
  checkedAt: 'drained',
  expected: typedVerdicts,
  check: ({ history, chargeDb, provider }) => {
    const operations = operationsByKey(chargeDb);
    const effects = effectsByOperation(chargeDb, provider);
    const claims = history.calls.filter((call) => hasVerdict(call) && call.end?.isTyped === true && !isAboutKey(call));
    return examineEach(claims, (call) => {
      const { invoke, end } = call;
      const own = operations.get(keyName(invoke)) ?? [];
      const done = own.flatMap(({ id }) => effects.get(id) ?? []).map(movementOfEffect);
      const claim = claimOf(call);
      const subject = { call: invoke.call, key: keyName(invoke) };
      const found = listed([...own.map(shownOf), ...done]);
      if (claim === 'done') {
        const isTrue = own.some((row) => shownOf(row) === `succeeded ${end?.chargeId ?? '-'}`);
        return isTrue
          ? undefined
          : { detail: differing('called done', `succeeded ${end?.chargeId ?? '-'}`, found), subject };
      }
      const isDeclined = claim === 'not done' || own.some(({ state }) => state === 'failed');
      const isTrue = isDeclined && done.length === 0 && own.every(({ state }) => state !== 'succeeded');
      return isTrue ? undefined : { detail: differing(`called ${claim}`, 'no effect', found), subject };
    });
  },
};
