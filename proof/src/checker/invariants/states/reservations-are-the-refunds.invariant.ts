import { differing, examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

export const reservationsAreTheRefunds: Invariant = {
  name: 'reservations-are-the-refunds',
  law: 'Every charge has set aside what its refunds have taken or still may, and nothing for those that went back to their client.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ chargeDb }) => {
    const refunds = chargeDb.operations.filter(
      ({ kind, state, isGivenBack }) => kind === 'refund.create' && state !== 'failed' && !isGivenBack,
    );
    const byCharge = Map.groupBy(refunds, ({ chargeId }) => chargeId);
    return examineEach(chargeDb.charges, ({ id, reservedMinor, capturedMinor }) => {
      const needed = (byCharge.get(id) ?? []).reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
      if (reservedMinor === needed && needed <= capturedMinor) return undefined;
      return { detail: differing(`set aside of ${capturedMinor}`, needed, reservedMinor), subject: { charge: id } };
    });
  },
};
