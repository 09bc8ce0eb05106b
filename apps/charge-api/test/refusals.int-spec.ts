import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';

let world: ChargeApiWorld;
let before: Record<string, number>;
beforeAll(async () => void (world = await ChargeApiWorld.start()));
afterAll(() => world.stop());

const expectProblem = (answer: Answer, status: number, code: string): void => {
  expect(answer).toMatchObject({ status, body: { status, code, retryable: false } });
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.get('should-retry')).toBe('false');
  expect(answer.headers.get('request-id')).toBe(answer.body.request_id);
};

const CHARGE = '"amount":500,"currency":"EUR","source":"tok_visa"';

describe('a request that is refused stores nothing', () => {
  beforeEach(async () => void (before = await world.stored()));
  afterEach(async () => expect(await world.stored()).toEqual(before));

  it('without an Idempotency-Key', async () => {
    expectProblem(await world.acme.charge({}, { key: null }), 400, 'idempotency_key_missing');
  });

  it.each(['a b', '"a', '""', 'k'.repeat(256), 'abc, abc', 'caf\u00e9'])('with the key %j', async (key) => {
    expectProblem(await world.acme.charge({}, { key }), 400, 'idempotency_key_invalid');
  });

  it.each([
    ['a member that is there twice', `{${CHARGE},"amount":500}`, 'invalid_json'],
    ['an escaped member that is there twice', `{${CHARGE},"\\u0061mount":500}`, 'invalid_json'],
    ['a __proto__', `{${CHARGE},"metadata":{"__proto__":"x"}}`, 'invalid_json'],
    ['half a body', `{${CHARGE}`, 'invalid_json'],
    ['an empty body', '', 'invalid_json'],
    ['an unknown field', `{${CHARGE},"colour":"red"}`, 'invalid_request'],
    ['1.5', '{"amount":1.5,"currency":"EUR","source":"tok_visa"}', 'invalid_request'],
    ['2^53', '{"amount":9007199254740992,"currency":"EUR","source":"tok_visa"}', 'invalid_request'],
    ['a hidden fraction', '{"amount":9007199254740991.4,"currency":"EUR","source":"tok_visa"}', 'invalid_request'],
    ['an amount in text', '{"amount":"500","currency":"EUR","source":"tok_visa"}', 'invalid_request'],
    ['a negative amount', '{"amount":-1,"currency":"EUR","source":"tok_visa"}', 'invalid_request'],
    ['zero', '{"amount":0,"currency":"EUR","source":"tok_visa"}', 'invalid_request'],
    ['minus zero', '{"amount":-0,"currency":"EUR","source":"tok_visa"}', 'invalid_request'],
    ['NUL', `{${CHARGE},"reference":"a\\u0000"}`, 'invalid_request'],
    ['half an emoji', `{${CHARGE},"reference":"\\ud83d"}`, 'invalid_request'],
    ['a card number', '{"amount":500,"currency":"EUR","source":"4242424242424242"}', 'invalid_request'],
    ['no currency', '{"amount":500,"source":"tok_visa"}', 'invalid_request'],
    ['a list', `[{${CHARGE}}]`, 'invalid_request'],
  ])('with a body of %s', async (_what, body, code) => {
    expectProblem(await world.acme.post('/v1/charges', body), 400, code);
  });

  it('without a body', async () => {
    expectProblem(await world.acme.post('/v1/charges', undefined), 400, 'invalid_request');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/jsonx', 'junk'])(
    'with the content type %s',
    async (type) => {
      const answer = await world.acme.charge({}, { headers: { 'content-type': type } });
      expectProblem(answer, 415, 'unsupported_media_type');
    },
  );

  it('with a body beyond 64 KiB', async () => {
    expectProblem(await world.acme.charge({ description: 'x'.repeat(66_000) }), 413, 'body_too_large');
  });

  it.each(['', 'Bearer', 'Bearer sk_test_unknown', 'Basic YTpi', 'Bearer a b', `Bearer ${'k'.repeat(300)}`])(
    'with the authorization %j',
    async (authorization) => {
      const answer = await world.acme.charge({}, { headers: { authorization } });
      expectProblem(answer, 401, 'unauthorized');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    },
  );

  it('with an API key that was revoked', async () => {
    const revoked = 'sk_test_revoked';
    const hash = `sha256('${revoked}'::bytea)`;
    await world.database.ownerPool.query(
      `INSERT INTO api_keys (key_hash, tenant_id, revoked_at) VALUES (${hash}, $1, clock_timestamp())`,
      [world.acme.tenantId],
    );
    const answer = await world.acme.charge({}, { headers: { authorization: `Bearer ${revoked}` } });
    expectProblem(answer, 401, 'unauthorized');
  });

  it.each(['/v1/charge', '/V1/CHARGES', '/v1/charges/', '//v1/charges', '/'])('at the path %s', async (path) => {
    expectProblem(await world.acme.post(path, { amount: 1 }), 404, 'not_found');
  });

  it('at a URL that is no valid percent-encoding', async () => {
    expectProblem(await world.acme.get('/v1/charges/%zz'), 400, 'invalid_request');
    expectProblem(await world.acme.get('/v1/idempotency-keys/%ff'), 400, 'invalid_request');
  });
});

describe('a refused request does not use up its key', () => {
  it('so that the corrected one goes through', async () => {
    const key = 'k-corrected';
    const headers = { 'content-type': 'text/plain' };
    expect((await world.acme.charge({ amount: 0 }, { key })).status).toBe(400);
    expect((await world.acme.charge({}, { key, headers })).status).toBe(415);
    expect((await world.acme.charge({}, { key, headers: { authorization: 'Bearer x' } })).status).toBe(401);
    const corrected = await world.acme.charge({}, { key });
    expect(corrected.status).toBe(201);
    expect(corrected.headers.has('idempotent-replayed')).toBe(false);
  });
});
