import { keyName } from '../../facts/key-name.ts';
import type { Call } from '../../sources/history/call-log.ts';
import { examineEach, type Breach, type Invariant } from '../invariant.ts';
import { reuses } from '../run-had.ts';

const REUSED = '422 idempotency_key_reused';

const answerOf = ({ end }: Call): string | undefined =>
  end?.outcome === 'ok' || end?.outcome === 'refused' ? `${end.status ?? '-'} ${end.code ?? end.outcome}` : undefined;

/** Both ways: whoever brings another body is told so, and nobody else is. */
const judge = (call: Call): Breach | undefined => {
  const answer = answerOf(call);
  if (answer === undefined) return undefined;
  const isReuse = call.invoke.intent === 'reuse';
  if (isReuse === (answer === REUSED)) return undefined;
  const expected = isReuse ? REUSED : 'an answer about its own operation';
  const subject = { call: call.invoke.call, key: keyName(call.invoke) };
  return { detail: `expected ${expected}, found ${answer}`, subject };
};

/** What it must not have changed is the operation: `done-as-asked` holds that against the calls that named it. */
export const reuseIsRefused: Invariant = {
  name: 'reuse-is-refused',
  law: 'A call is refused as idempotency_key_reused exactly when it brings another request under a key that is in use.',
  checkedAt: 'always',
  expected: reuses,
  check: ({ history }) => {
    const answered = history.calls.filter((call) => answerOf(call) !== undefined);
    const reusing = answered.filter(({ invoke }) => invoke.intent === 'reuse').length;
    return { examined: reusing, breaches: examineEach(answered, judge).breaches };
  },
};
