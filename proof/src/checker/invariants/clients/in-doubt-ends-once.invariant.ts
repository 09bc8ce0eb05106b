import { effectsByOperation } from '../../facts/effects-by-operation.ts';
import { deedOfOperation, movesMoney } from '../../facts/movement.ts';
import { isInDoubt, namedOperations } from '../../facts/named-operation.ts';
import { keysByName, operationsByKey } from '../../facts/operations-by-key.ts';
import type { KeyRow, OperationRow } from '../../sources/charge-db/charge-db.ts';
import { differing, examineEach, type Invariant } from '../invariant.ts';
import { inDoubt } from '../run-had.ts';

interface Ending {
  readonly operation: OperationRow | undefined;
  readonly key: KeyRow | undefined;
  readonly effects: number;
  readonly entries: number;
}

/** `key state, operation state: effects / entries`, which has to be one of the endings below. */
const endingOf = ({ operation, key, effects, entries }: Ending): string =>
  `${key?.state ?? 'no key'} ${operation?.state ?? 'no operation'}: done ${effects}, posted ${entries}`;

const allowedEndings = ({ operation }: Ending): string[] => {
  const posted = operation !== undefined && movesMoney(deedOfOperation(operation) ?? '') ? 1 : 0;
  return [
    'no key no operation: done 0, posted 0',
    `COMPLETED succeeded: done 1, posted ${posted}`,
    'FAILED failed: done 0, posted 0',
    // Accepted, certainly not done, and left to its client, who will not come back.
    'RECEIVED pending: done 0, posted 0',
    // A person decides; whether the provider acted is what nobody knows.
    'PROCESSING needs_review: done 0, posted 0',
    'PROCESSING needs_review: done 1, posted 0',
  ];
};

export const inDoubtEndsOnce: Invariant = {
  name: 'in-doubt-ends-once',
  law: 'An operation whose clients never learnt its outcome ended as one effect or none, and its key keeps the one answer that goes with it.',
  checkedAt: 'drained',
  expected: inDoubt,
  check: ({ history, chargeDb, provider, ledgerDb }) => {
    const operations = operationsByKey(chargeDb);
    const keys = keysByName(chargeDb);
    const effects = effectsByOperation(chargeDb, provider);
    const entries = Map.groupBy(ledgerDb.entries, ({ operationId }) => operationId);
    return examineEach(namedOperations(history).filter(isInDoubt), ({ name }) => {
      const [operation, second] = operations.get(name) ?? [];
      const id = operation?.id ?? '';
      const ending: Ending = {
        operation,
        key: keys.get(name)?.[0],
        effects: effects.get(id)?.length ?? 0,
        entries: entries.get(id)?.length ?? 0,
      };
      const subject = { key: name, operation: id };
      if (second) return { detail: `the key has a second operation, ${second.id}`, subject };
      if (allowedEndings(ending).includes(endingOf(ending))) return undefined;
      return { detail: differing('ending', 'one effect with its answer, or none', endingOf(ending)), subject };
    });
  },
};
