import { examineEach, listed, type Invariant } from '../invariant.ts';
import { storedRefusals } from '../run-had.ts';

/** Ends that are decided without the provider: given up before it was asked, or by a person. */
const DECIDED_HERE = new Set(['operation_abandoned', 'operation_not_performed']);

export const providerAloneDeclines: Invariant = {
  name: 'provider-alone-declines',
  law: "An operation that reached the provider fails only by the provider's own refusal, never because an answer was lost.",
  checkedAt: 'drained',
  expected: storedRefusals,
  check: ({ chargeDb, provider }) => {
    const keysOf = Map.groupBy(chargeDb.attempts, ({ operationId }) => operationId);
    const decisions = Map.groupBy(provider.decisions, ({ providerKey }) => providerKey);
    const failed = chargeDb.operations.filter(({ state }) => state === 'failed');
    // One that was refused here, under the charge's lock, has no attempt and no decision.
    const asked = failed.filter(({ id, failureCode }) => keysOf.has(id) && !DECIDED_HERE.has(failureCode ?? ''));
    return {
      examined: failed.length,
      breaches: examineEach(asked, ({ id, failureCode }) => {
        const keys = [...new Set(keysOf.get(id)?.map(({ providerKey }) => providerKey))];
        const answers = keys.flatMap((key) => decisions.get(key) ?? []);
        if (answers.length > 0 && answers.every(({ effect, httpStatus }) => effect === null && httpStatus >= 400))
          return undefined;
        const found = listed(answers.map(({ effect, httpStatus }) => `${httpStatus} ${effect ?? 'refused'}`));
        return {
          detail: `it failed as ${failureCode ?? '-'}, and the provider's answers are: ${found}`,
          subject: { operation: id },
        };
      }).breaches,
    };
  },
};
