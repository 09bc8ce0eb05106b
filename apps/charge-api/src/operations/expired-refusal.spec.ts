import { describe, expect, it } from '@jest/globals';
import { expiredRefusal } from './expired-refusal.ts';

const chargeId = '01a1f8d6-309c-73c0-83d2-b3270547d52d';

describe('expiredRefusal', () => {
  it.each(['charge_state_invalid', 'amount_too_large', 'operation_abandoned', 'operation_not_performed'])(
    'says 422 %s again',
    (failureCode) => {
      const refusal = expiredRefusal(422, { chargeId, failureCode });
      expect([refusal.code, refusal.extras]).toEqual([failureCode, { charge_id: chargeId }]);
    },
  );

  it.each(['generic_decline', 'amount_too_large'])('says 402 again with the decline code %s', (failureCode) => {
    const refusal = expiredRefusal(402, { chargeId, failureCode });
    expect([refusal.code, refusal.extras]).toEqual([
      ...['card_declined', { charge_id: chargeId, decline_code: failureCode }],
    ]);
  });

  it.each([
    [422, 'reference_in_use'],
    [422, 'generic_decline'],
    [422, 'toString'],
  ])('does not say %i of %s, which was never stored so', (status, failureCode) => {
    expect(() => expiredRefusal(status, { chargeId, failureCode })).toThrow('which has another status');
  });
});
