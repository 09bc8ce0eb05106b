import { keyName } from '../../facts/key-name.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

export const endedKeepNoSource: Invariant = {
  name: 'ended-keep-no-source',
  law: 'No operation that has ended still keeps what it was to be paid with.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ chargeDb }) =>
    examineEach(chargeDb.operations, (operation) => {
      const isEnded = operation.state === 'succeeded' || operation.state === 'failed';
      if (!isEnded || !operation.hasInput) return undefined;
      const subject = { operation: operation.id, key: keyName(operation) };
      return { detail: `the operation is ${operation.state} and keeps its input`, subject };
    }),
};
