import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresProxy } from '@once/testing';
import { randomUUID } from 'node:crypto';
import { OperatorPort } from '../src/review/port/operator-port.ts';
import type { Answer } from './caller.ts';
import { captureLogLines } from './log-lines.ts';
import { OperatorCaller } from './operator-caller.ts';
import { ALICE, BOB, ReviewWorld } from './review-world.ts';
import { startChargeApi } from './start-charge-api.ts';

const REASON = 'seen in the dashboard of the provider';

let world: ReviewWorld;
let lines: string[];
beforeAll(async () => {
  world = await ReviewWorld.start({ LOG_LEVEL: 'trace' });
  lines = captureLogLines();
});
afterAll(() => world.stop());

const list = async (query = ''): Promise<Record<string, unknown>[]> =>
  (await world.alice.list(query)).body.data as Record<string, unknown>[];

describe('GET /v1/needs-review', () => {
  it('shows what is known about each operation, oldest first, in pages', async () => {
    const first = await world.chargeInReview({ amount: 1099 });
    const second = await world.refundInReview(400);
    await world.notice(second.operationId, 'succeeded', 'pay_7');
    const page = await world.alice.list('?limit=1');
    expect(page).toMatchObject({ status: 200, body: { has_more: true } });
    expect(page.headers.get('request-id')).toMatch(/^req_/);
    expect(page.body.data).toEqual([
      {
        ...{ operation_id: first.operationId, kind: 'charge.create', state: 'needs_review', tenant: 'acme' },
        ...{ charge_id: first.chargeId, charge_status: 'needs_review', request_id: expect.stringMatching(/^req_/) },
        ...{ amount: 1099, currency: 'EUR', currency_exponent: 2, unknown_since: expect.stringMatching(/Z$/) },
        ...{ provider: 'simulator', provider_account: await world.service.provider.account() },
        ...{ provider_key: `once_${first.operationId}`, provider_payment_id: null },
        detail: expect.stringContaining('key window is over'),
        attempts: [
          {
            ...{ attempt: 1, outcome: 'unknown', detail: expect.any(String), provider_payment_id: null },
            ...{ is_late: false, late_outcome: null, late_payment_id: null },
            ...{ started_at: expect.any(String), ended_at: expect.any(String) },
          },
        ],
        ...{ attempts_total: 1, notices: [], notices_total: 0, decision: null },
      },
    ]);
    const [refund] = await list(`?starting_after=${first.operationId}`);
    expect(refund).toMatchObject({
      ...{ operation_id: second.operationId, kind: 'refund.create', charge_status: 'captured', amount: 400 },
      ...{ provider_payment_id: expect.stringMatching(/^pay_/), notices_total: 1 },
      notices: [{ outcome: 'succeeded', provider_payment_id: 'pay_7', decline_code: null, is_contradiction: false }],
    });
  });

  it('goes on after an operation that was resolved meanwhile', async () => {
    const { operationId } = await world.chargeInReview();
    const later = await world.chargeInReview();
    await world.alice.resolve(operationId, { outcome: 'failed', reason: REASON });
    const after = await list(`?limit=100&starting_after=${operationId}`);
    expect(after.map(({ operation_id: id }) => id)).toEqual([later.operationId]);
  });

  it.each([
    ['?limit=0', 400, '?limit'],
    ['?limit=101', 400, '?limit'],
    ['?starting_after=x', 400, '?starting_after'],
    ['?state=unknown', 400, '?'],
  ])('refuses %s', async (query, status, pointer) => {
    const answer = await world.alice.list(query);
    expect(answer).toMatchObject({ status, body: { code: 'invalid_request', errors: [{ pointer }] } });
  });

  it('does not start after an operation that never was in doubt', async () => {
    await world.acme.charge({}, { key: 'k-sure' });
    const { id } = await world.traces('k-sure');
    for (const cursor of [id, randomUUID()]) {
      expect(await world.alice.list(`?starting_after=${cursor}`)).toMatchObject({ status: 404 });
    }
  });
});

describe('POST /v1/needs-review/{operation_id}/resolve', () => {
  it('answers with the operation as it is then', async () => {
    const { operationId, chargeId } = await world.chargeInReview();
    const answer = await world.alice.resolve(operationId, { outcome: 'failed', reason: `  ${REASON} ` });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        ...{ operation_id: operationId, state: 'failed', charge_id: chargeId, charge_status: 'failed' },
        decision: { operator: 'alice', channel: 'http', outcome: 'failed', reason: REASON },
      },
    });
  });

  it('refuses what was decided before, and says by whom', async () => {
    const { operationId, chargeId } = await world.chargeInReview();
    await world.bob.resolve(operationId, { outcome: 'failed', reason: REASON });
    const again = await world.alice.resolve(operationId, { outcome: 'failed', reason: REASON });
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'not_in_review', retryable: false, charge_id: chargeId, detail: expect.stringContaining('bob') },
    });
    expect(again.headers.get('content-type')).toContain('application/problem+json');
  });

  it('refuses an operation that nobody doubts', async () => {
    await world.acme.charge({}, { key: 'k-captured' });
    const { id } = await world.traces('k-captured');
    const answer = await world.alice.resolve(id, { outcome: 'failed', reason: REASON });
    expect(answer).toMatchObject({ status: 409, body: { code: 'not_in_review' } });
  });

  it.each([
    ['no reason', { outcome: 'failed' }, '/reason'],
    ['a reason that is none', { outcome: 'failed', reason: 'dunno' }, '/reason'],
    ['a card number', { outcome: 'failed', reason: 'not charged: 4242 4242 4242 4242' }, '/reason'],
    ['an outcome that is none', { outcome: 'unknown', reason: REASON }, '/outcome'],
    ['a member that nobody knows', { outcome: 'failed', reason: REASON, operator: 'eve' }, ''],
    ['a payment of a failure', { outcome: 'failed', reason: REASON, provider_payment_id: 'p' }, '/provider_payment_id'],
    ['a success without its payment', { outcome: 'succeeded', reason: REASON }, '/provider_payment_id'],
  ])('refuses %s and changes nothing', async (_case, body, pointer) => {
    const { operationId, key } = await world.chargeInReview();
    const answer = await world.alice.resolve(operationId, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ pointer }] } });
    expect(await world.traces(key)).toMatchObject({ state: 'needs_review', key: { unsettled: 'needs_review' } });
    expect(await world.rows('SELECT FROM operator_actions WHERE operation_id = $1', [operationId])).toEqual([]);
  });

  it.each([
    ['{"outcome":"failed","outcome":"succeeded","reason":"seen twice in the body"}', {}, 400, 'invalid_json'],
    ['outcome=failed', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
    [JSON.stringify({ reason: 'x'.repeat(70_000) }), {}, 413, 'body_too_large'],
  ])('refuses the body %.20s', async (body, headers, status, code) => {
    expect(await world.alice.resolve(randomUUID(), body, headers)).toMatchObject({ status, body: { code } });
  });

  it.each([randomUUID(), 'charge-1'])('does not know %s', async (id) => {
    const answer = await world.alice.resolve(id, { outcome: 'failed', reason: REASON });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});

describe('the port of operators', () => {
  const refusedFor = async (answer: Promise<Answer>) => {
    const { status, body, headers } = await answer;
    return { status, code: body.code, scheme: headers.get('www-authenticate') };
  };

  it('lets nobody in without a token of theirs, a tenant least of all', async () => {
    const unauthorized = { status: 401, code: 'unauthorized', scheme: 'Bearer' };
    const { url } = world.alice;
    for (const token of [world.acme.apiKey, `${ALICE.token}x`, ALICE.token.slice(1), 'alice']) {
      expect(await refusedFor(new OperatorCaller(url, token).list())).toEqual(unauthorized);
    }
    expect(await refusedFor(world.alice.list('', { authorization: `Basic ${ALICE.token}` }))).toEqual(unauthorized);
    expect((await world.bob.list('', { authorization: `bearer ${BOB.token}` })).status).toBe(200);
  });

  it('serves nothing of the public port, and the public port nothing of it', async () => {
    const elsewhere = await fetch(`${world.alice.url}/v1/charges`, {
      headers: { authorization: `Bearer ${ALICE.token}` },
    });
    expect(elsewhere.status).toBe(404);
    const url = world.service.instances[0]!.url;
    for (const token of [ALICE.token, world.acme.apiKey]) {
      const answer = await new OperatorCaller(url, token).list();
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });

  it('never tells a token in its logs, which name the operator', () => {
    const text = lines.join('');
    // It was logged: silence would prove nothing.
    expect(text).toContain('"operator":"alice"');
    expect(text).toContain('an operator decided about an operation');
    for (const { token } of [ALICE, BOB]) expect(text).not.toContain(token.slice(0, 20));
  });

  it('stops listening to an address that sends wrong tokens, and goes on with another service', async () => {
    const env = { DATABASE_URL: world.service.database.serviceUrl('charge_service'), PROVIDER_URL: world.gate.url };
    const operators = { OPERATOR_PORT: '0', OPERATOR_CREDENTIALS: `alice:${ALICE.token}` };
    const guessed = await startChargeApi({ ...env, ...operators });
    try {
      const url = (await guessed.app.get(OperatorPort).url())!;
      const guesser = new OperatorCaller(url, 'x'.repeat(40));
      const statuses: number[] = [];
      for (let guess = 0; guess < 12; guess++) statuses.push((await guesser.list()).status);
      expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
      const refused = await new OperatorCaller(url, ALICE.token).list();
      expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await guessed.close();
    }
    expect((await world.alice.list()).status).toBe(200);
  });

  it('closes with the service', async () => {
    const env = { DATABASE_URL: world.service.database.serviceUrl('charge_service'), PROVIDER_URL: world.gate.url };
    const other = await startChargeApi({ ...env, OPERATOR_PORT: '0', OPERATOR_CREDENTIALS: `alice:${ALICE.token}` });
    const url = (await other.app.get(OperatorPort).url())!;
    expect((await new OperatorCaller(url, ALICE.token).list()).status).toBe(200);
    await other.close();
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe('a database that is lost while a decision is stored', () => {
  it('is told as what nobody knows, and the same again tells', async () => {
    const { operationId } = await world.chargeInReview();
    const proxy = await PostgresProxy.inFrontOf(world.service.database.serviceUrl('charge_service'));
    const times = { ANSWER_DEADLINE_MS: '50', CLIENT_ATTEMPT_TIMEOUT_MS: '100', LEASE_MS: '300' };
    const api = await startChargeApi({
      ...{ ...times, DATABASE_URL: proxy.url, PROVIDER_URL: world.gate.url, SWEEP_INTERVAL_MS: '60000' },
      ...{ OPERATOR_PORT: '0', OPERATOR_CREDENTIALS: `alice:${ALICE.token}` },
    });
    try {
      const alice = new OperatorCaller((await api.app.get(OperatorPort).url())!, ALICE.token);
      proxy.loseNextCommit('reply_lost');
      for (let more = 0; more < 100; more++) proxy.loseNextCommit('request_lost');
      const lost = await alice.resolve(operationId, { outcome: 'failed', reason: REASON });
      expect(lost).toMatchObject({
        ...{ status: 503, body: { code: 'service_unavailable', detail: expect.stringContaining('may or may not') } },
      });
      expect(lost.headers.get('retry-after')).toBe('1');
    } finally {
      await api.close();
      await proxy.close();
    }
    const again = await world.alice.resolve(operationId, { outcome: 'failed', reason: REASON });
    expect(again).toMatchObject({ status: 409, body: { code: 'not_in_review' } });
  });
});

describe('a service without an operator', () => {
  it('opens no second port', async () => {
    const env = { DATABASE_URL: world.service.database.serviceUrl('charge_service'), PROVIDER_URL: world.gate.url };
    const api = await startChargeApi({ ...env, OPERATOR_PORT: '0' });
    try {
      expect(await api.app.get(OperatorPort).url()).toBeUndefined();
    } finally {
      await api.close();
    }
  });
});
