import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withConnection } from '@once/supervisor';
import { eventually, testServers } from '@once/testing';
import type { PoolClient } from 'pg';
import { keepLateAnswer } from '../src/operations/keep-late-answer.sql.ts';
import { scrape } from './exposition.ts';
import { ReviewWorld, type InReview } from './review-world.ts';

const REASON = 'seen in the dashboard of the provider';
const FAILED = { outcome: 'failed', reason: REASON };
const SUCCEEDED = { outcome: 'succeeded', reason: REASON };

let world: ReviewWorld;
beforeAll(async () => {
  world = await ReviewWorld.start();
});
afterAll(() => world.stop());

/** Holds a row lock from outside while `work` runs, and lets go when that asks for it. */
const whileLocked = async (sql: string, id: string, work: (letGo: () => Promise<unknown>) => Promise<void>) => {
  const client: PoolClient = await world.service.database.ownerPool.connect();
  try {
    await client.query('BEGIN');
    await client.query(sql, [id]);
    await work(() => client.query('ROLLBACK'));
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
};

const ATTEMPTS = 'SELECT FROM provider_attempts WHERE operation_id = $1 FOR UPDATE';
const CHARGE = 'SELECT FROM charges WHERE id = $1 FOR UPDATE';

/** Until so many sessions of this database stand before a lock; only an admin sees what others wait for. */
const blocked = (count: number) =>
  withConnection(testServers().adminUrl, (admin) =>
    eventually(`${count} that wait for a lock`, async () => {
      const { rowCount } = await admin.query(
        `SELECT FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'`,
        [world.service.database.name],
      );
      return rowCount === count;
    }),
  );

const lateSuccess = ({ operationId }: InReview) =>
  keepLateAnswer(world.service.database.pool('charge_service', 1), {
    ...{ operationId, attempt: 1, outcome: 'succeeded', paymentId: 'pay_late', declineCode: null },
  });

describe('two operators at once', () => {
  it('decide once, by whoever was first, and the other is told so', async () => {
    for (let round = 0; round < 5; round++) {
      const review = await world.chargeInReview({}, 'at_the_provider');
      const answers = await Promise.all([
        world.alice.resolve(review.operationId, FAILED),
        world.bob.resolve(review.operationId, { ...SUCCEEDED, provider_payment_id: review.paymentId }),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const winner =
        answers[0].status === 200 ? { operator: 'alice', state: 'failed' } : { operator: 'bob', state: 'succeeded' };
      const loser = answers.find(({ status }) => status === 409)!;
      expect(loser.body).toMatchObject({ code: 'not_in_review', detail: expect.stringContaining(winner.operator) });
      const { state, events } = await world.traces(review.key);
      expect({ state, events: events.length }).toEqual({ state: winner.state, events: 1 });
      const audit = await world.rows('SELECT operator FROM operator_actions WHERE operation_id = $1', [
        review.operationId,
      ]);
      expect(audit).toEqual([{ operator: winner.operator }]);
    }
  });
});

describe('a decision and a late word of the provider at once', () => {
  it('is refused when the word is there first', async () => {
    const review = await world.chargeInReview();
    await whileLocked(ATTEMPTS, review.operationId, async (letGo) => {
      const word = lateSuccess(review);
      await blocked(1);
      const decision = world.alice.resolve(review.operationId, FAILED);
      await blocked(2);
      await letGo();
      expect(await word).toEqual({ state: 'needs_review', isContradiction: false });
      expect(await decision).toMatchObject({ status: 409, body: { code: 'evidence_contradicts' } });
    });
    expect(await world.traces(review.key)).toMatchObject({
      state: 'needs_review',
      attempts: [{ outcome: 'succeeded' }],
    });
  });

  it('stands when it is there first; the word is kept, contradicts, and moves nothing', async () => {
    const review = await world.chargeInReview();
    const before = await contradictions();
    await whileLocked(CHARGE, review.chargeId, async (letGo) => {
      const decision = world.alice.resolve(review.operationId, FAILED);
      await blocked(1);
      const word = lateSuccess(review);
      await blocked(2);
      await letGo();
      expect(await decision).toMatchObject({ status: 200, body: { state: 'failed' } });
      expect(await word).toEqual({ state: 'failed', isContradiction: true });
    });
    expect(await world.traces(review.key)).toMatchObject({
      ...{ state: 'failed', charge: { status: 'failed', version: 1 } },
      attempts: [{ outcome: 'succeeded', isLate: true, lateOutcome: 'succeeded', paymentId: 'pay_late' }],
    });
    expect(await contradictions()).toBe(before + 1);
  });
});

const contradictions = async (): Promise<number> => {
  const samples = await scrape(world.service.instances[0]!.url);
  return samples.get('provider_contradictions_total') ?? NaN;
};

describe('a worker that comes back with the answer of the provider', () => {
  it('is too late to settle, and in time to keep a person from a mistake', async () => {
    const held = world.gate.holdNext();
    const answer = world.acme.charge({}, { key: 'k-came-back' });
    const call = await held;
    expect(await world.sweeps.resume('k-came-back')).toBe('unsettled');
    expect(await world.sweeps.resolve('k-came-back')).toBe('unsettled');
    const { id } = await world.traces('k-came-back');
    await call.forward();
    expect(await answer).toMatchObject({ status: 202, body: { status: 'needs_review' } });
    const [effect] = await world.service.provider.effectsOfKey(call.providerKey);

    expect(await world.alice.resolve(id, FAILED)).toMatchObject({
      status: 409,
      body: { code: 'evidence_contradicts' },
    });
    const confirmed = await world.alice.resolve(id, SUCCEEDED);
    expect(confirmed).toMatchObject({ status: 200, body: { provider_payment_id: effect?.payment_id } });
    expect(await world.traces('k-came-back')).toMatchObject({ state: 'succeeded', charge: { status: 'captured' } });
  });
});
