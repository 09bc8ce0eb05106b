import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chargeTimelineSchema, type ChargeTimelineBody } from '@once/contracts';
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { readTimeline } from '../src/read/read-timeline.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { ProviderGate } from './provider-gate.ts';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

let gate: ProviderGate;
let world: ChargeApiWorld;
beforeAll(async () => {
  gate = await ProviderGate.open();
  // What is unknown stays so for as long as the suite runs.
  world = await ChargeApiWorld.start({ env: { PROVIDER_URL: gate.url, SWEEP_INTERVAL_MS: '60000' } });
  gate.target = world.provider.url;
});
afterAll(async () => {
  await world.stop();
  await gate.close();
});

const pathOf = (chargeId: unknown): string => `/v1/charges/${String(chargeId)}/timeline`;

/** The body, judged by the published schema first. */
const timelineOf = async (chargeId: unknown): Promise<ChargeTimelineBody> => {
  const answer = await world.acme.get(pathOf(chargeId));
  expect(answer.status).toBe(200);
  return chargeTimelineSchema.parse(answer.body);
};

const charged = async (fields: Record<string, unknown> = {}): Promise<string> =>
  String((await world.acme.charge(fields)).body.id);

/** A pool with the service's own rights, on which `work` is done just before the statement of that name. */
const poolThatPauses = (before: string, work: () => Promise<unknown>): Pool => {
  const pool = world.database.pool('charge_service', 1);
  pool.on('acquire', (client: PoolClient) => {
    const query = client.query.bind(client) as (config: QueryConfig | string) => Promise<unknown>;
    const pausing = async (config: QueryConfig | string) => {
      if (typeof config === 'object' && config.name === before) await work();
      return query(config);
    };
    Object.assign(client, { query: pausing });
  });
  return pool;
};

describe('the timeline of a charge', () => {
  it('tells of a charge and its partial refund from key record to event, oldest first', async () => {
    const made = await world.acme.charge({ amount: 1099 }, { key: 'order-1' });
    const chargeId = made.body.id;
    await world.acme.charge({ amount: 1099 }, { key: 'order-1' });
    const refund = await world.acme.refund(chargeId, { amount: 400 }, { key: 'order-1-back' });

    const { operations, transitions, events, ...head } = await timelineOf(chargeId);
    expect(head).toEqual({ charge_id: chargeId, status: 'partially_refunded', version: 2, truncated: false });
    expect(operations).toMatchObject([
      {
        ...{ kind: 'charge.create', state: 'succeeded', amount: 1099, failure_code: null },
        request_id: made.headers.get('request-id'),
        key: { idempotency_key: 'order-1', state: 'COMPLETED', unsettled: null, attempts: 1, response_status: 201 },
        attempts: [{ attempt: 1, provider: 'simulator', outcome: 'succeeded', is_late: false }],
      },
      {
        ...{ id: refund.body.id, kind: 'refund.create', state: 'succeeded', amount: 400 },
        key: { idempotency_key: 'order-1-back', state: 'COMPLETED', response_status: 201 },
        attempts: [{ attempt: 1, provider: 'simulator', outcome: 'succeeded' }],
      },
    ]);
    const [create, giveBack] = operations.map(({ id }) => id);
    expect(transitions).toMatchObject([
      { from: 'pending', to: 'captured', reason: 'provider_succeeded', operation_id: create },
      { from: 'captured', to: 'partially_refunded', reason: 'provider_succeeded', operation_id: giveBack },
    ]);
    expect(events).toMatchObject([
      { type: 'payments.charge.captured.v1', version: 1, published_at: null },
      { type: 'payments.charge.refunded.v1', version: 2, published_at: null },
    ]);
  });

  it("has the provider's own names of what it did", async () => {
    const chargeId = await charged();
    const [effect] = await world.provider.effectsOf(chargeId);
    const { operations } = await timelineOf(chargeId);
    expect(operations[0]?.attempts[0]?.provider_key).toBe(effect?.provider_key);
    expect(operations[0]?.attempts[0]?.provider_payment_id).toEqual(expect.any(String));
  });

  it('tells why a declined charge failed', async () => {
    const declined = await world.acme.charge({ source: 'tok_declined' });
    const { operations, transitions, events, status } = await timelineOf(declined.body.charge_id);
    expect(status).toBe('failed');
    expect(operations).toMatchObject([
      {
        ...{ state: 'failed', failure_code: 'generic_decline', key: { state: 'FAILED', response_status: 402 } },
        attempts: [{ outcome: 'declined', detail: 'generic_decline', provider_payment_id: null }],
      },
    ]);
    expect(transitions).toMatchObject([{ from: 'pending', to: 'failed', reason: 'generic_decline' }]);
    expect(events).toMatchObject([{ type: 'payments.charge.failed.v1', version: 1 }]);
  });

  it('tells of an operation without an outcome that it has none', async () => {
    const call = gate.holdNext();
    const charging = world.acme.charge({}, { key: 'no-answer' });
    (await call).drop();
    const { operations, transitions, events, status } = await timelineOf((await charging).body.id);
    expect({ status, events }).toEqual({ status: 'unknown', events: [] });
    expect(operations).toMatchObject([
      {
        ...{ state: 'unknown', completed_at: null },
        key: { state: 'PROCESSING', unsettled: 'unknown', response_status: null, completed_at: null },
        attempts: [{ outcome: 'unknown', detail: null, provider_payment_id: null }],
      },
    ]);
    expect(transitions).toMatchObject([{ from: 'pending', to: 'unknown' }]);
  });

  it('shows neither the source, nor the stored answers, nor the API key', async () => {
    const chargeId = await charged({ source: 'tok_visa', description: 'private words', metadata: { note: 'hidden' } });
    const { text } = await world.acme.get(pathOf(chargeId));
    for (const secret of ['tok_visa', 'private words', 'hidden', world.acme.apiKey]) expect(text).not.toContain(secret);
  });

  it('says which events are published, and counts those that the outbox has dropped', async () => {
    const chargeId = await charged();
    await world.acme.refund(chargeId, { amount: 1 });
    const owner = world.database.ownerPool;
    await owner.query(`UPDATE outbox SET published_at = '2026-11-20T10:00:00Z' WHERE charge_id = $1 AND version = 2`, [
      chargeId,
    ]);
    await owner.query('DELETE FROM outbox WHERE charge_id = $1 AND version = 1', [chargeId]);
    const { version, events } = await timelineOf(chargeId);
    expect(version).toBe(2);
    expect(events).toMatchObject([{ version: 2, published_at: '2026-11-20T10:00:00.000Z' }]);
  });

  it('shows one moment, although a refund completes while it is read', async () => {
    const chargeId = await charged();
    const pool = poolThatPauses('list-timeline-transitions', () => world.acme.refund(chargeId, { amount: 1 }));
    const during = await readTimeline(pool, world.acme.tenantId, chargeId);
    expect(during).toMatchObject({ status: 'captured', version: 1, transitions: [{ to: 'captured' }] });
    expect([during?.operations.length, during?.events.length]).toEqual([1, 1]);
    expect((await timelineOf(chargeId)).transitions).toHaveLength(2);
  });

  it('carries the trace contexts of its transitions and events', async () => {
    const chargeId = await charged();
    const owner = world.database.ownerPool;
    await owner.query('UPDATE outbox SET traceparent = $2 WHERE charge_id = $1', [chargeId, TRACEPARENT]);
    await owner.query(
      `INSERT INTO charge_transitions (charge_id, operation_id, from_status, to_status, actor, reason, traceparent)
       SELECT charge_id, operation_id, 'captured', 'refunded', 'a test', 'to carry a trace', $2
       FROM charge_transitions WHERE charge_id = $1`,
      [chargeId, TRACEPARENT],
    );
    const { transitions, events } = await timelineOf(chargeId);
    expect(transitions[1]).toMatchObject({ actor: 'a test', traceparent: TRACEPARENT });
    expect(events[0]?.traceparent).toBe(TRACEPARENT);
  });

  it('of another tenant, or of no charge, is not there', async () => {
    const chargeId = await charged();
    expect(await world.globex.get(pathOf(chargeId))).toMatchObject({ status: 404, body: { code: 'not_found' } });
    for (const id of ['x', randomUUID()]) expect(await world.acme.get(pathOf(id))).toMatchObject({ status: 404 });
  });
});

describe('a timeline that is too long', () => {
  /** Refused refunds, one a second, each under a key of its own; the first is as old as the charge. */
  const refuseRefunds = (chargeId: string, count: number): Promise<unknown> =>
    world.database.ownerPool.query(
      `WITH keys AS (
         INSERT INTO idempotency_keys (tenant_id, idempotency_key, operation, fingerprint, fingerprint_version, state,
                                       epoch, claim_id, attempt, response_status, resource_id, completed_at, expires_at)
         SELECT $1, 'refused-' || n, 'refund.create', sha256('x'), 1, 'FAILED', 1, gen_random_uuid(), 1, 402,
                gen_random_uuid(), now(), now() + interval '7 days'
         FROM generate_series(1, $3::integer) AS n)
       INSERT INTO operations (id, tenant_id, idempotency_key, charge_id, kind, state, amount_minor, input, request_id,
                               created_at, completed_at)
       SELECT gen_random_uuid(), $1, 'refused-' || n, $2, 'refund.create', 'failed', n, '{}', 'req_' || n,
              now() + n * interval '1 second', now()
       FROM generate_series(1, $3::integer) AS n`,
      [world.acme.tenantId, chargeId, count],
    );

  it('keeps the newest 200 of a list and says that it left some out', async () => {
    const chargeId = await charged();
    await refuseRefunds(chargeId, 199);
    expect((await timelineOf(chargeId)).truncated).toBe(false);

    await world.acme.refund(chargeId, { amount: 1 });
    const { operations, truncated, transitions } = await timelineOf(chargeId);
    expect({ truncated, shown: operations.length, transitions: transitions.length }).toEqual({
      ...{ truncated: true, shown: 200, transitions: 2 },
    });
    expect(operations.at(-1)?.amount).toBe(199);
    expect(operations.some(({ kind }) => kind === 'charge.create')).toBe(false);
  });
});
