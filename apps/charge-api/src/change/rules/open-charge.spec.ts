import { describe, expect, it } from '@jest/globals';
import { CHARGE_STATUSES, type ChargeStatus } from '@once/contracts';
import { aCharge } from '../../../test/a-charge.ts';
import { judgeOpen } from './open-charge.ts';

const HAS_OUTCOME = {
  pending: false,
  unknown: false,
  needs_review: false,
  authorized: true,
  captured: true,
  failed: true,
  canceled: true,
  expired: true,
  partially_refunded: true,
  refunded: true,
} as const satisfies Record<ChargeStatus, boolean>;

const withOutcome = CHARGE_STATUSES.filter((status) => HAS_OUTCOME[status]);
const withoutOutcome = CHARGE_STATUSES.filter((status) => !HAS_OUTCOME[status]);

describe('judgeOpen', () => {
  it.each(withOutcome)('has nothing against a change of a charge that is %s', (status) => {
    expect(judgeOpen(aCharge(status), { hasOpenChange: false })).toBeUndefined();
  });

  it.each(withoutOutcome)('sends away whoever would change a charge that is %s, and says so', (status) => {
    for (const hasOpenChange of [false, true]) {
      expect(judgeOpen(aCharge(status), { hasOpenChange })).toMatchObject({
        ...{ kind: 'busy', detail: expect.stringContaining(`The charge itself is ${status}`) },
      });
    }
  });

  it.each(withOutcome)('sends away whoever would change a %s charge while a change of it is open', (status) => {
    expect(judgeOpen(aCharge(status), { hasOpenChange: true })).toMatchObject({
      ...{ kind: 'busy', detail: expect.stringContaining('Another capture or cancel') },
    });
  });
});
