import { namedOperations } from '../../facts/named-operation.ts';
import { isPurged, keysByName } from '../../facts/operations-by-key.ts';
import { isStoredAnswer } from '../../facts/stored-answer.ts';
import type { Call } from '../../sources/history/call-log.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

const hashesOf = (calls: readonly Call[]): string[] =>
  calls.flatMap(({ end }) => (end?.bodySha256 && isStoredAnswer(end) ? [end.bodySha256] : []));

/** An answer that was purged says how things are now, so it may differ: there is nothing stored to compare with. */
export const answersNeverChange: Invariant = {
  name: 'answers-never-change',
  law: 'All answers to one key are the same bytes, and they are the bytes that are stored with it.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ history, chargeDb }) => {
    const keys = keysByName(chargeDb);
    const answered = namedOperations(history).filter(({ calls }) => hashesOf(calls).length > 0);
    return examineEach(answered, ({ name, calls }) => {
      const key = keys.get(name)?.[0];
      if (key !== undefined && isPurged(key)) return undefined;
      const stored = key?.bodySha256 ?? undefined;
      const seen = [...new Set([...(stored === undefined ? [] : [stored]), ...hashesOf(calls)])];
      if (seen.length === 1) return undefined;
      return {
        detail: differing('SHA-256 of the answers, the stored one first', 'one', listed(seen)),
        subject: { key: name, calls: listed(calls.map(({ invoke }) => invoke.call)) },
      };
    });
  },
};
