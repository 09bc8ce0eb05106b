import { describe, expect, it } from '@jest/globals';
import { CHARGE_BODY, CHARGE_ID, ok, problem, rejectionOf, scripted, type Answer } from '../../test/scripted-api.ts';
import { CardDeclinedError, InvalidRequestError, OutcomeUnknownError } from '../errors/error-classes.ts';

const CHARGE = { amount: 1099n, currency: 'EUR', source: 'tok_visa' };
const EXPIRED = {
  'content-type': 'application/json; charset=utf-8',
  'content-location': `/v1/charges/${CHARGE_ID}`,
  'idempotency-expired': 'true',
};

const expired = (status: number, changes: object = {}): Answer => ({
  status,
  headers: EXPIRED,
  body: { ...CHARGE_BODY, ...changes },
});

const createdBy = (answer: Answer, input: object = {}) => {
  const { client, run } = scripted([answer], { deadlineMs: 10_000 });
  return run(client.createCharge({ ...CHARGE, ...input }));
};

describe('an answer that has expired', () => {
  it.each(['captured', 'partially_refunded', 'refunded', 'disputed'])(
    'is a success that shows what became of the charge since: %s',
    async (status) => expect(await createdBy(expired(200, { status }))).toMatchObject({ status }),
  );

  it.each(['captured', 'canceled', 'expired'])('may show an authorization that is %s by now', async (status) =>
    expect(await createdBy(expired(200, { status }), { capture: false })).toMatchObject({ status }),
  );

  it('is no success where the charge has failed', async () => {
    const error = await rejectionOf(createdBy(expired(200, { status: 'failed' })));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ code: 'operation_not_performed', retryable: false });
  });

  it('is a decline still, by its status or by its problem', async () => {
    const charge = expired(402, { status: 'failed', amount_captured: 0 });
    expect(await rejectionOf(createdBy(charge))).toBeInstanceOf(CardDeclinedError);
    const refusal = problem(402, 'card_declined', { retryable: false });
    const named = { ...refusal, headers: { ...refusal.headers, 'idempotency-expired': 'true' } };
    expect(await rejectionOf(createdBy(named))).toBeInstanceOf(CardDeclinedError);
  });

  it.each<[string, Answer]>([
    ['of another charge', expired(402, { amount: 1 })],
    ['that does not say that it has expired', { ...expired(402), headers: { ...EXPIRED, 'idempotency-expired': '' } }],
    ['whose charge is elsewhere', { ...expired(402), headers: { ...EXPIRED, 'content-location': '/v1/charges/x' } }],
    ['of a charge that was not declined', expired(402, { status: 'captured' })],
    ['of a charge whose end is open', expired(200, { status: 'pending' })],
  ])('is nobody’s verdict: one %s', async (_title, answer) => {
    expect(await rejectionOf(createdBy(answer))).toBeInstanceOf(OutcomeUnknownError);
  });

  it('shows a capture whose money went back since', async () => {
    const { client, run } = scripted([expired(200, { status: 'refunded', amount_refunded: 1099 })]);
    expect(await run(client.captureCharge(CHARGE_ID))).toMatchObject({ status: 'refunded' });
    const fresh = scripted([ok(200, { status: 'refunded' })], { deadlineMs: 10_000 });
    expect(await rejectionOf(fresh.run(fresh.client.captureCharge(CHARGE_ID)))).toBeInstanceOf(OutcomeUnknownError);
  });
});
