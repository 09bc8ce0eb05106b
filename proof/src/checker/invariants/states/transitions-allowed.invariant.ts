import type { TransitionRow } from '../../sources/charge-db/charge-db.ts';
import { examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/** The life of a charge, written down here a second time on purpose: the table in the database may be what is wrong. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  pending: ['authorized', 'captured', 'failed', 'unknown'],
  unknown: ['authorized', 'captured', 'failed', 'needs_review'],
  needs_review: ['authorized', 'captured', 'failed'],
  authorized: ['captured', 'canceled', 'expired'],
  captured: ['partially_refunded', 'refunded'],
  partially_refunded: ['partially_refunded', 'refunded'],
};

/** Follows the steps from `pending`; what is wrong with the first that is. */
const faultOf = (steps: readonly TransitionRow[], status: string): string | undefined => {
  let at = 'pending';
  for (const { from, to } of steps) {
    if (from !== at) return `a step from ${from}, where the charge was ${at}`;
    if (!(ALLOWED[from] ?? []).includes(to)) return `a step from ${from} to ${to}, which is none`;
    at = to;
  }
  return at === status ? undefined : `its steps end at ${at}, its row says ${status}`;
};

export const transitionsAllowed: Invariant = {
  name: 'transitions-allowed',
  law: 'Every charge came to its status by allowed steps, each written down, from pending on.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ chargeDb }) => {
    const steps = Map.groupBy(chargeDb.transitions, ({ chargeId }) => chargeId);
    return examineEach(chargeDb.charges, ({ id, status }) => {
      const own = steps.get(id) ?? [];
      const detail = faultOf(own, status);
      const path = listed(own.map(({ from, to }) => `${from} > ${to}`));
      return detail === undefined ? undefined : { detail, subject: { charge: id, path } };
    });
  },
};
