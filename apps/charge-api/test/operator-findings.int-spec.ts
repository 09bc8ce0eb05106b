import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReviewWorld, type InReview } from './review-world.ts';

const REASON = 'seen in the dashboard of the provider';
const FAILED = { outcome: 'failed', reason: REASON };
const SUCCEEDED = { outcome: 'succeeded', reason: REASON };

let world: ReviewWorld;
beforeAll(async () => {
  world = await ReviewWorld.start();
});
afterAll(() => world.stop());

const naming = (provider_payment_id: string | null) => ({ ...SUCCEEDED, provider_payment_id });
const refusedWith = (detail: RegExp) => ({
  ...{ status: 409, body: { code: 'evidence_contradicts', detail: expect.stringMatching(detail) } },
});

const expectUntouched = async ({ key, operationId }: InReview) => {
  expect(await world.traces(key)).toMatchObject({ state: 'needs_review', events: [] });
  expect(await world.rows('SELECT FROM operator_actions WHERE operation_id = $1', [operationId])).toEqual([]);
};

describe('a finding that the provider does not show', () => {
  it('is refused for a payment that is not there', async () => {
    const review = await world.chargeInReview();
    const answer = await world.alice.resolve(review.operationId, naming('pay_made_up'));
    expect(answer).toMatchObject(refusedWith(/no payment pay_made_up/));
    await expectUntouched(review);
  });

  it("is refused for another tenant's payment, and for another of its own", async () => {
    const review = await world.chargeInReview({ amount: 1000 });
    for (const tenant of [world.service.globex, world.acme]) {
      const { body } = await tenant.charge({ amount: 1000 });
      const [effect] = await world.service.provider.effectsOf(String(body.id));
      const answer = await world.alice.resolve(review.operationId, naming(effect!.payment_id));
      expect(answer).toMatchObject(refusedWith(/no sale under the key once_/));
    }
    await expectUntouched(review);
  });

  it.each([
    ['another amount', (body: string) => body.replace('"1000"', '"1001"'), /1001 EUR/],
    ['another currency', (body: string) => body.replace('EUR', 'USD'), /1000 USD/],
    ['an authorization for a sale', (body: string) => body.replace('"capture":true', '"capture":false'), /no sale/],
  ])('is refused for %s', async (_what, alter, detail) => {
    const review = await world.alteredInReview((key) => world.acme.charge({ amount: 1000 }, { key }), alter);
    const answer = await world.alice.resolve(review.operationId, naming(review.paymentId));
    expect(answer).toMatchObject(refusedWith(detail));
    await expectUntouched(review);
  });

  it.each([
    ['capture', () => world.captureInReview(700)],
    ['refund', () => world.refundInReview(400)],
    ['cancel', () => world.cancelInReview()],
  ])('is refused for a %s that the payment does not have', async (_kind, begin) => {
    const review = await begin();
    expect(await world.alice.resolve(review.operationId, SUCCEEDED)).toMatchObject(refusedWith(/under the key once_/));
    await expectUntouched(review);
  });

  it('is refused for a refund of another amount', async () => {
    const { body } = await world.acme.charge({ amount: 1000 });
    const review = await world.alteredInReview(
      (key) => world.acme.refund(body.id, { amount: 400 }, { key }),
      (sent) => sent.replace('"400"', '"401"'),
    );
    expect(await world.alice.resolve(review.operationId, SUCCEEDED)).toMatchObject(refusedWith(/401 EUR/));
    await expectUntouched(review);
  });

  it('is refused where the provider shows that it took place after all', async () => {
    const review = await world.chargeInReview({}, 'at_the_provider');
    await world.service.provider.control({});
    try {
      expect(await world.alice.resolve(review.operationId, FAILED)).toMatchObject(refusedWith(/took place/));
    } finally {
      await world.service.provider.control({ key_mode: { mode: 'ignore' } });
    }
    await expectUntouched(review);
  });
});

describe('a finding about an operation whose stored key is made otherwise than today', () => {
  /** As a version has it that made other keys: its charge took place at the provider under that one. */
  const chargeUnder = async (providerKey: string) => {
    const review = await world.chargeInReview({ amount: 1000 });
    await world.rows(`ALTER TABLE provider_attempts DISABLE TRIGGER provider_attempts_outcome`);
    await world.rows('UPDATE provider_attempts SET provider_key = $2 WHERE operation_id = $1', [
      ...[review.operationId, providerKey],
    ]);
    await world.rows(`ALTER TABLE provider_attempts ENABLE TRIGGER provider_attempts_outcome`);
    await fetch(`${world.service.provider.url}/v1/payments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': providerKey },
      body: JSON.stringify({ amount_minor: '1000', currency: 'EUR', source: 'tok_visa', capture: true, metadata: {} }),
    });
    const [effect] = await world.service.provider.effectsOfKey(providerKey);
    return { review, paymentId: effect!.payment_id };
  };

  it('is compared with what took place under that key, and shows it', async () => {
    const { review, paymentId } = await chargeUnder('made-otherwise-1');
    expect(await world.alice.resolve(review.operationId, naming(paymentId))).toMatchObject({
      ...{ status: 200, body: { state: 'succeeded', provider_key: 'made-otherwise-1' } },
    });
  });

  it('is refused as failed where the provider knows that key', async () => {
    const { review } = await chargeUnder('made-otherwise-2');
    await world.service.provider.control({});
    try {
      expect(await world.alice.resolve(review.operationId, FAILED)).toMatchObject(refusedWith(/took place/));
    } finally {
      await world.service.provider.control({ key_mode: { mode: 'ignore' } });
    }
  });
});

describe('a finding that can not be looked up', () => {
  it('waits until the provider can be reached, and is then taken', async () => {
    const review = await world.chargeInReview({}, 'at_the_provider');
    const { target } = world.gate;
    world.gate.target = 'http://127.0.0.1:1';
    const refused = await world.alice.resolve(review.operationId, naming(review.paymentId));
    world.gate.target = target;
    expect(refused).toMatchObject({ status: 503, body: { code: 'provider_unavailable', retryable: true } });
    await expectUntouched(review);
    expect((await world.alice.resolve(review.operationId, naming(review.paymentId))).status).toBe(200);
  });
});

describe('a finding that the provider shows', () => {
  it.each([
    ['charge', () => world.chargeInReview({}, 'at_the_provider'), 'captured'],
    ['capture', () => world.captureInReview(700, 'at_the_provider'), 'captured'],
    ['refund', () => world.refundInReview(400, 'at_the_provider'), 'partially_refunded'],
    ['cancel', () => world.cancelInReview('at_the_provider'), 'canceled'],
  ] as const)('ends a %s, with the effect that it is', async (_kind, begin, status) => {
    const review = await begin();
    const answer = await world.alice.resolve(review.operationId, naming(review.paymentId));
    expect(answer).toMatchObject({ status: 200, body: { state: 'succeeded' } });
    const { charge, id } = await world.traces(review.key);
    expect(charge.status).toBe(status);
    const [effect] = await world.service.provider.effectsOfKey(`once_${id}`);
    expect(await world.rows('SELECT provider_effect_id FROM operations WHERE id = $1', [id])).toEqual([
      { provider_effect_id: effect?.effect_id },
    ]);
  });
});
