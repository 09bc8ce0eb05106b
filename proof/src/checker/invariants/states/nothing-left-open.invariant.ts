import { keyName } from '../../facts/key-name.ts';
import { keysByName } from '../../facts/operations-by-key.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/** `needs_review` waits for a person, RECEIVED for its client; both are ends as far as the services go. */
export const nothingLeftOpen: Invariant = {
  name: 'nothing-left-open',
  law: 'No key is being worked on and no operation is open, but for what needs review and what was left to its client.',
  checkedAt: 'drained',
  expected: acknowledged,
  check: ({ chargeDb }) => {
    const keys = keysByName(chargeDb);
    const open = chargeDb.keys.filter(({ state, unsettled }) => state === 'PROCESSING' && unsettled !== 'needs_review');
    const isLeft = (name: string): boolean => keys.get(name)?.[0]?.state === 'RECEIVED';
    return {
      examined: chargeDb.keys.length + chargeDb.operations.length,
      breaches: [
        ...open.map((key) => ({
          detail: `the key is PROCESSING (${key.unsettled ?? 'owned'})`,
          subject: { key: keyName(key) },
        })),
        ...examineEach(chargeDb.operations, (operation) => {
          const name = keyName(operation);
          const isOpen = operation.state === 'unknown' || (operation.state === 'pending' && !isLeft(name));
          const subject = { operation: operation.id, key: name };
          return isOpen ? { detail: `the operation is ${operation.state}`, subject } : undefined;
        }).breaches,
      ],
    };
  },
};
