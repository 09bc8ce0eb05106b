import { effectsByOperation } from '../../facts/effects-by-operation.ts';
import type { ProviderAttemptRow } from '../../sources/charge-db/charge-db.ts';
import type { EffectRow } from '../../sources/provider/provider-record.ts';
import { examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/** Those before the first attempt that may have acted: of each it was said that nothing had happened. */
const saidToHaveDoneNothing = (attempts: readonly ProviderAttemptRow[]): ProviderAttemptRow[] => {
  const sent = attempts.findIndex(({ outcome }) => outcome !== 'refused');
  return attempts.slice(0, sent === -1 ? undefined : sent);
};

export const unsentDidNothing: Invariant = {
  name: 'unsent-did-nothing',
  law: 'Where the provider did an operation, nobody was told before, and after it was done, that nothing had happened.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ chargeDb, provider }) => {
    const attempts = Map.groupBy(chargeDb.attempts, ({ operationId }) => operationId);
    return examineEach([...effectsByOperation(chargeDb, provider)], ([operation, effects]) => {
      const doneAtMs = Math.min(...effects.map(({ recordedAtMs }: EffectRow) => recordedAtMs));
      const wrong = saidToHaveDoneNothing(attempts.get(operation) ?? []).find(
        ({ endedAtMs }) => endedAtMs !== null && endedAtMs > doneAtMs,
      );
      if (!wrong) return undefined;
      const lateMs = (wrong.endedAtMs ?? 0) - doneAtMs;
      return { detail: `written down as not sent ${lateMs} ms after the provider had done it`, subject: { operation } };
    });
  },
};
