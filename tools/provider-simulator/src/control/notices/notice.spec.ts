import { describe, expect, it } from '@jest/globals';
import type { ResultEntry } from '../../core/record-entry.ts';
import { contradict, noticeOf } from './notice.ts';

const captured: ResultEntry = {
  kind: 'result',
  provider_key: 'k',
  operation: 'capture',
  fingerprint: 'f',
  fingerprint_version: 2,
  http_status: 200,
  body: { id: 'pay_1', status: 'captured' },
  payment_id: 'pay_1',
  effect: { amount_minor: '5', currency: 'EUR' },
  metadata: {},
  recorded_at: '2026-01-01T00:00:00.000Z',
};
const refused = (fields: Partial<ResultEntry>): ResultEntry => ({
  ...{ ...captured, effect: null, payment_id: null },
  ...fields,
});
const about = { notice_id: 'ntc_1', provider_key: 'k', occurred_at: '2026-01-01T00:00:00.000Z' };

describe('a notice', () => {
  it('of moved money is a success, whose contradiction is a decline', () => {
    const notice = noticeOf(captured, 'ntc_1')!;
    const success = { operation: 'capture', outcome: 'succeeded', payment_id: 'pay_1', decline_code: null };
    expect(notice).toEqual({ ...about, ...success });
    expect(contradict(notice, 'ntc_2', 'pay_9')).toEqual({
      ...{ ...about, notice_id: 'ntc_2', operation: 'capture' },
      ...{ outcome: 'declined', payment_id: null, decline_code: 'generic_decline' },
    });
  });

  it.each([
    [402, { code: 'card_declined', decline_code: 'generic_decline' }, 'generic_decline'],
    [422, { code: 'amount_too_large' }, 'amount_too_large'],
  ])('of a refusal with %d %j is a decline, whose contradiction names a payment', (http_status, body, declineCode) => {
    const notice = noticeOf(refused({ http_status, body }), 'ntc_1')!;
    expect(notice).toMatchObject({ outcome: 'declined', payment_id: null, decline_code: declineCode });
    expect(contradict(notice, 'ntc_2', 'pay_9')).toMatchObject({
      ...{ outcome: 'succeeded', payment_id: 'pay_9', decline_code: null },
    });
  });

  it.each([
    [{ http_status: 404, body: { code: 'payment_not_found' } }],
    [{ operation: 'cancel' as const, http_status: 422, body: { code: 'payment_state_invalid', status: 'canceled' } }],
  ])('is not made of %j, which decides nothing', (fields) => {
    expect(noticeOf(refused(fields), 'ntc_1')).toBeUndefined();
  });
});
