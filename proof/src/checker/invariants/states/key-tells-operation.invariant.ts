import { keyName } from '../../facts/key-name.ts';
import { operationsByKey } from '../../facts/operations-by-key.ts';
import type { KeyRow } from '../../sources/charge-db/charge-db.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/** States that an operation may be in while its key is in this one; both change in one transaction. */
const allowedStates = ({ state, unsettled }: KeyRow): string[] => {
  if (state === 'COMPLETED') return ['succeeded'];
  if (state === 'FAILED') return ['failed'];
  if (unsettled !== null) return [unsettled];
  return state === 'RECEIVED' ? ['pending', 'unknown'] : ['pending', 'unknown', 'needs_review'];
};

const hasFittingStatus = ({ state, responseStatus }: KeyRow): boolean => {
  if (state === 'COMPLETED') return responseStatus !== null && responseStatus >= 200 && responseStatus < 300;
  if (state === 'FAILED') return responseStatus !== null && responseStatus >= 400 && responseStatus < 500;
  return responseStatus === null;
};

export const keyTellsOperation: Invariant = {
  name: 'key-tells-operation',
  law: 'Every key names one operation, and its state and stored status tell what became of it.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ chargeDb }) => {
    const operations = operationsByKey(chargeDb);
    return examineEach(chargeDb.keys, (key) => {
      const found = (operations.get(keyName(key)) ?? []).map(({ state }) => state);
      const expected = allowedStates(key);
      const subject = { key: keyName(key) };
      if (found.length !== 1 || !expected.includes(found[0] ?? '')) {
        return {
          detail: differing(`operation of a key that is ${key.state}`, expected.join(' or '), listed(found)),
          subject,
        };
      }
      return hasFittingStatus(key)
        ? undefined
        : { detail: `${key.state} with status ${key.responseStatus ?? '-'}`, subject };
    });
  },
};
