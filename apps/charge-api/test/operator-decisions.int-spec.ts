import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keepLateAnswer, type LateAnswer } from '../src/operations/keep-late-answer.sql.ts';
import { ReviewWorld, type InReview } from './review-world.ts';

const REASON = 'seen in the dashboard of the provider';
const FAILED = { outcome: 'failed', reason: REASON };
const SUCCEEDED = { outcome: 'succeeded', reason: REASON };

let world: ReviewWorld;
beforeAll(async () => {
  world = await ReviewWorld.start();
});
afterAll(() => world.stop());

const auditOf = (operationId: string) =>
  world.rows(
    `SELECT operator, channel, action, charge_id, outcome, reason FROM operator_actions WHERE operation_id = $1`,
    [operationId],
  );

const audit = ({ chargeId }: InReview, outcome: string, operator = 'alice') => ({
  ...{ operator, channel: 'http', action: 'resolve_needs_review', charge_id: chargeId, outcome, reason: REASON },
});

/** Twice, so that the second is certainly the stored one. */
const replayed = async ({ send }: InReview) => {
  const first = await send();
  const second = await send();
  expect(second.text).toBe(first.text);
  expect([first, second].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual(['true', 'true']);
  return second;
};

describe('a new charge in review', () => {
  it('answers its caller 202 until somebody decides', async () => {
    const { send } = await world.chargeInReview();
    const answer = await send();
    expect(answer).toMatchObject({ status: 202, body: { status: 'needs_review' } });
    expect(answer.headers.has('idempotent-replayed')).toBe(false);
  });

  it.each([
    [true, 'captured', 'payments.charge.captured.v1'],
    [false, 'authorized', 'payments.charge.authorized.v1'],
  ])('that took place with capture=%s is %s, with its event and its answer', async (capture, status, event) => {
    const review = await world.chargeInReview({ capture }, 'at_the_provider');
    const { paymentId: provider_payment_id } = review;
    const answer = await world.alice.resolve(review.operationId, { ...SUCCEEDED, provider_payment_id });
    expect(answer).toMatchObject({ status: 200, body: { state: 'succeeded', provider_payment_id } });
    expect(await world.traces(review.key)).toMatchObject({
      ...{ state: 'succeeded', charge: { status, version: 1 }, events: [event] },
      key: { state: 'COMPLETED', unsettled: null, isAnswered: true },
      // The provider said nothing, so nothing is put into its mouth.
      attempts: [{ attempt: 1, outcome: 'unknown', paymentId: null }],
    });
    expect((await world.traces(review.key)).transitions.at(-1)).toBe(`needs_review→${status} by operator:alice`);
    expect(await auditOf(review.operationId)).toEqual([audit(review, 'succeeded')]);
    expect(await replayed(review)).toMatchObject({ status: 201, body: { id: review.chargeId, status } });
  });

  it('that did not take place is failed, and its caller is told so for good', async () => {
    const review = await world.chargeInReview();
    expect((await world.alice.resolve(review.operationId, FAILED)).status).toBe(200);
    expect(await world.traces(review.key)).toMatchObject({
      ...{ state: 'failed', charge: { status: 'failed', version: 1 }, events: ['payments.charge.failed.v1'] },
      key: { state: 'FAILED', unsettled: null },
    });
    expect(await auditOf(review.operationId)).toEqual([audit(review, 'failed')]);
    const body = { code: 'operation_not_performed', retryable: false, charge_id: review.chargeId };
    expect(await replayed(review)).toMatchObject({ status: 422, body });
  });
});

describe('a change of a charge in review', () => {
  it('gives back what a refund that did not take place had set aside', async () => {
    const review = await world.refundInReview(1000);
    const blocked = await world.acme.refund(review.chargeId, { amount: 500 });
    expect(blocked).toMatchObject({ status: 409, body: { code: 'charge_busy', retryable: true } });
    await world.alice.resolve(review.operationId, FAILED);
    expect(await world.traces(review.key)).toMatchObject({
      charge: { status: 'captured', reservedMinor: 0 },
      events: [],
    });
    expect(await replayed(review)).toMatchObject({ status: 422, body: { code: 'operation_not_performed' } });
    expect((await world.acme.refund(review.chargeId, { amount: 500 })).status).toBe(201);
  });

  it('moves the money of a refund that took place', async () => {
    const review = await world.refundInReview(1000, 'at_the_provider');
    await world.alice.resolve(review.operationId, SUCCEEDED);
    expect(await world.traces(review.key)).toMatchObject({
      ...{ state: 'succeeded', charge: { status: 'partially_refunded', reservedMinor: 1000, refundedMinor: 1000 } },
      ...{ events: ['payments.charge.refunded.v1'], key: { state: 'COMPLETED' } },
    });
    expect(await replayed(review)).toMatchObject({ status: 201, body: { amount: 1000, status: 'succeeded' } });
  });

  it('frees the charge for another capture when the first did not take place', async () => {
    const review = await world.captureInReview(700);
    expect(await world.acme.capture(review.chargeId)).toMatchObject({ status: 409, body: { code: 'charge_busy' } });
    await world.alice.resolve(review.operationId, FAILED);
    const captured = await world.acme.capture(review.chargeId, { amount: 900 });
    expect(captured).toMatchObject({ status: 200, body: { status: 'captured', amount_captured: 900 } });
  });

  it('captures what was captured', async () => {
    const review = await world.captureInReview(700, 'at_the_provider');
    await world.alice.resolve(review.operationId, SUCCEEDED);
    expect(await replayed(review)).toMatchObject({ status: 200, body: { status: 'captured', amount_captured: 700 } });
  });
});

describe('a decision against the word of the provider', () => {
  const late = ({ operationId }: InReview, outcome: LateAnswer['outcome'], paymentId: string | null): LateAnswer => ({
    ...{ operationId, attempt: 1, outcome, paymentId, declineCode: outcome === 'declined' ? 'generic_decline' : null },
  });
  const service = () => world.service.database.pool('charge_service', 1);

  const SUCCESS = { outcome: 'succeeded', paymentId: 'pay_1' } as const;
  const REFUSAL = { outcome: 'declined', paymentId: null } as const;
  const naming = (paymentId: string) => ({ ...SUCCEEDED, provider_payment_id: paymentId });

  it.each([
    ['failed, after a late success', FAILED, { late: SUCCESS }],
    ['failed, after a notice of success', FAILED, { notice: SUCCESS }],
    ['succeeded, after a late refusal', naming('pay_1'), { late: REFUSAL }],
    ['succeeded, after a notice of refusal', naming('pay_1'), { notice: REFUSAL }],
    ['another payment than a late one', naming('pay_2'), { late: SUCCESS }],
    ['another payment than a notice', naming('pay_2'), { notice: SUCCESS }],
  ])('is refused, and moves nothing: %s', async (_case, decision, word) => {
    const review = await world.chargeInReview();
    const { late: answer, notice } = { late: undefined, notice: undefined, ...word };
    if (answer) await keepLateAnswer(service(), late(review, answer.outcome, answer.paymentId));
    if (notice) await world.notice(review.operationId, notice.outcome, notice.paymentId);
    const before = await world.traces(review.key);
    const refused = await world.alice.resolve(review.operationId, decision);
    expect(refused).toMatchObject({ status: 409, body: { code: 'evidence_contradicts', charge_id: review.chargeId } });
    expect(await world.traces(review.key)).toEqual(before);
    expect(await auditOf(review.operationId)).toEqual([]);
  });

  it('takes the payment from the evidence where nobody names it', async () => {
    const review = await world.chargeInReview({}, 'at_the_provider');
    await keepLateAnswer(service(), late(review, 'succeeded', review.paymentId));
    const answer = await world.alice.resolve(review.operationId, SUCCEEDED);
    expect(answer).toMatchObject({ status: 200, body: { state: 'succeeded', provider_payment_id: review.paymentId } });
  });

  it('goes with a refusal that the provider told late', async () => {
    const review = await world.chargeInReview();
    await keepLateAnswer(service(), late(review, 'declined', null));
    expect((await world.alice.resolve(review.operationId, FAILED)).status).toBe(200);
  });
});

describe('the audit', () => {
  it.each([
    `UPDATE operator_actions SET reason = 'another reason'`,
    'DELETE FROM operator_actions',
    'TRUNCATE operator_actions',
  ])('is append-only, for its owner too: %s', async (sql) => {
    const { operationId } = await world.chargeInReview();
    await world.alice.resolve(operationId, FAILED);
    await expect(world.rows(sql)).rejects.toMatchObject({
      code: '23514',
      message: expect.stringContaining('append-only'),
    });
    expect(await auditOf(operationId)).toHaveLength(1);
  });

  it('has one decision per operation, whatever the code does', async () => {
    const { operationId } = await world.chargeInReview();
    await world.alice.resolve(operationId, FAILED);
    const twice = world.rows(
      `INSERT INTO operator_actions (operator, channel, action, operation_id, charge_id, outcome, reason)
       SELECT 'eve', channel, action, operation_id, charge_id, outcome, reason
       FROM operator_actions WHERE operation_id = $1`,
      [operationId],
    );
    await expect(twice).rejects.toMatchObject({ code: '23505' });
  });
});
