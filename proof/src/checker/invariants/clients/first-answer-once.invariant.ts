import { namedOperations } from '../../facts/named-operation.ts';
import type { Call } from '../../sources/history/call-log.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/** Answers of an execution. 422 is left out: as `idempotency_key_reused` it is no answer about the operation. */
const EXECUTED = new Set<number | null>([200, 201, 402]);

const firstAnswers = ({ attempts }: Call): number =>
  attempts.filter(({ status, isReplay }) => EXECUTED.has(status) && !isReplay).length;

const answers = ({ attempts }: Call): number => attempts.filter(({ status }) => EXECUTED.has(status)).length;

export const firstAnswerOnce: Invariant = {
  name: 'first-answer-once',
  law: 'At most one answer of a key is not marked as a replay: whoever executes it is one.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ history }) => {
    const answered = namedOperations(history).filter(({ calls }) => calls.some((call) => answers(call) > 0));
    return examineEach(answered, ({ name, calls }) => {
      const first = calls.filter((call) => firstAnswers(call) > 0);
      const count = first.reduce((sum, call) => sum + firstAnswers(call), 0);
      if (count <= 1) return undefined;
      const subject = { key: name, calls: first.map(({ invoke }) => invoke.call).join(', ') };
      return { detail: `${count} answers that are no replay`, subject };
    });
  },
};
