import { keyName } from '../../facts/key-name.ts';
import { hasVerdict } from '../../facts/named-operation.ts';
import { isPurged, keysByName } from '../../facts/operations-by-key.ts';
import { isStoredAnswer } from '../../facts/stored-answer.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

export const answersAreStored: Invariant = {
  name: 'answers-are-stored',
  law: 'Every verdict that a client was given is stored with its key, so that whoever asks again hears the same.',
  checkedAt: 'drained',
  expected: acknowledged,
  check: ({ history, chargeDb }) => {
    const keys = keysByName(chargeDb);
    const judged = history.calls.filter((call) => hasVerdict(call) && call.end !== null && isStoredAnswer(call.end));
    return examineEach(judged, ({ invoke, end }) => {
      const own = keys.get(keyName(invoke)) ?? [];
      if (own.some(isPurged)) return undefined;
      const stored = own.map(({ state, responseStatus }) => `${state} ${responseStatus ?? '-'}`);
      const expected = `${end?.outcome === 'ok' ? 'COMPLETED' : 'FAILED'} ${end?.status ?? '-'}`;
      if (listed(stored) === expected) return undefined;
      return {
        detail: differing('stored', expected, listed(stored)),
        subject: { call: invoke.call, key: keyName(invoke) },
      };
    });
  },
};
