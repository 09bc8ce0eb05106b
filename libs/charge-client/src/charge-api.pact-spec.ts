import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { RetryBudget } from '@once/retry-policy';
import { Matchers, Pact } from '@pact-foundation/pact';
import { CHARGE_ID, rejectionOf } from '../test/scripted-api.ts';
import { CardDeclinedError, ChargeClient, IdempotencyKeyReusedError, type RawAnswer } from './index.ts';

const { integer, like, regex } = Matchers;

const PACT_DIR = join(import.meta.dirname, '../../../contracts/pacts');
const API_KEY = 'sk_test_contract';
const CHARGE = { amount: 1099, currency: 'EUR', source: 'tok_visa' };

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const RFC_3339_UTC = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$';
const STATUSES =
  '^(pending|authorized|captured|failed|unknown|needs_review|canceled|expired|partially_refunded|refunded)$';

const pact = new Pact({ consumer: 'charge-client', provider: 'charge-api', dir: PACT_DIR, logLevel: 'error' });

// Pact merges into the file it finds; what is no longer asked for has to go.
beforeAll(() => rmSync(join(PACT_DIR, 'charge-client-charge-api.json'), { force: true }));

const clientOf = (baseUrl: string): ChargeClient =>
  // One attempt each: a contract is about single answers, and the mock server counts requests.
  new ChargeClient({ baseUrl, apiKey: API_KEY, budget: new RetryBudget(), retry: { maxRetries: 0, maxWaits: 0 } });

const authorization = regex('^Bearer sk_test_\\w+$', `Bearer ${API_KEY}`);
const requestId = regex('^\\S+$', 'req_contract');

const postHeaders = (key: string) => ({
  Authorization: authorization,
  'Content-Type': 'application/json',
  'Idempotency-Key': key,
  'Idempotency-Attempt': regex('^[1-9]\\d*$', '1'),
});

const chargeInput = (source: string) => ({
  amount: integer(CHARGE.amount),
  currency: regex('^[A-Z]{3}$', CHARGE.currency),
  source: like(source),
});

const chargeBody = () => ({
  id: regex(`^${UUID}$`, CHARGE_ID),
  status: regex(STATUSES, 'captured'),
  amount: integer(CHARGE.amount),
  currency: regex('^[A-Z]{3}$', CHARGE.currency),
  amount_captured: integer(CHARGE.amount),
  amount_refunded: integer(0),
  reference: null,
  description: null,
  metadata: like({}),
  created_at: regex(RFC_3339_UTC, '2026-11-20T10:00:00.000Z'),
});

const chargeHeaders = {
  'Content-Type': regex('^application/json(;.*)?$', 'application/json; charset=utf-8'),
  'Request-Id': requestId,
  Location: regex(`^/v1/charges/${UUID}$`, `/v1/charges/${CHARGE_ID}`),
};

const problemHeaders = (shouldRetry: boolean) => ({
  'Content-Type': regex('^application/problem\\+json(;.*)?$', 'application/problem+json; charset=utf-8'),
  'Request-Id': requestId,
  'Should-Retry': String(shouldRetry),
});

/** `code` and `retryable` are what a client decides by, so they are the only values that are fixed. */
const problemBody = (status: number, code: string, retryable: boolean) => ({
  type: like('about:blank'),
  title: like('What kind of problem this is'),
  status: integer(status),
  detail: like('What happened to this request'),
  instance: like('/v1/charges'),
  code,
  retryable,
  request_id: requestId,
});

describe('the contract of charge-client with charge-api', () => {
  it('creates a charge', () => {
    const key = 'pact-create';
    return pact
      .addInteraction()
      .given('a tenant with API key', { api_key: API_KEY })
      .given('no operation under key', { key })
      .uponReceiving('a charge under a new key')
      .withRequest('POST', '/v1/charges', (request) =>
        request.headers(postHeaders(key)).jsonBody(chargeInput('tok_visa')),
      )
      .willRespondWith(201, (response) => response.headers(chargeHeaders).jsonBody(chargeBody()))
      .executeTest(async ({ url }) => {
        const charge = await clientOf(url).createCharge(CHARGE, { idempotencyKey: key });
        expect(charge).toMatchObject({ id: CHARGE_ID, status: 'captured', amount: 1099n });
        expect(charge.answer).toMatchObject({ replayed: false, location: `/v1/charges/${CHARGE_ID}` });
      });
  });

  it('gets the stored answer for a key that has completed', () => {
    const key = 'pact-replay';
    return pact
      .addInteraction()
      .given('a tenant with API key', { api_key: API_KEY })
      .given('key completed a charge', { key, ...CHARGE })
      .uponReceiving('the same charge under a key that has completed')
      .withRequest('POST', '/v1/charges', (request) =>
        request.headers(postHeaders(key)).jsonBody(chargeInput('tok_visa')),
      )
      .willRespondWith(201, (response) =>
        response.headers({ ...chargeHeaders, 'Idempotent-Replayed': 'true' }).jsonBody(chargeBody()),
      )
      .executeTest(async ({ url }) => {
        const charge = await clientOf(url).createCharge(CHARGE, { idempotencyKey: key });
        expect(charge.answer.replayed).toBe(true);
      });
  });

  it('is told of a declined card', () => {
    const key = 'pact-declined';
    const body = { ...problemBody(402, 'card_declined', false), decline_code: like('generic_decline') };
    return pact
      .addInteraction()
      .given('a tenant with API key', { api_key: API_KEY })
      .given('no operation under key', { key })
      .uponReceiving('a charge of a card that is declined')
      .withRequest('POST', '/v1/charges', (request) =>
        // The token decides the outcome, so this one is no mere example.
        request.headers(postHeaders(key)).jsonBody({ ...chargeInput('tok_declined'), source: 'tok_declined' }),
      )
      .willRespondWith(402, (response) => response.headers(problemHeaders(false)).jsonBody(body))
      .executeTest(async ({ url }) => {
        const input = { ...CHARGE, source: 'tok_declined' };
        const error = await rejectionOf(clientOf(url).createCharge(input, { idempotencyKey: key }));
        expect(error).toBeInstanceOf(CardDeclinedError);
        expect(error).toMatchObject({ declineCode: 'generic_decline', retryable: false });
      });
  });

  it('is refused a key that was used for another body', () => {
    const key = 'pact-reused';
    return pact
      .addInteraction()
      .given('a tenant with API key', { api_key: API_KEY })
      .given('key was used for another body', { key, amount: 500, currency: 'EUR', source: 'tok_visa' })
      .uponReceiving('a charge under a key that was used for another body')
      .withRequest('POST', '/v1/charges', (request) =>
        request.headers(postHeaders(key)).jsonBody(chargeInput('tok_visa')),
      )
      .willRespondWith(422, (response) =>
        response.headers(problemHeaders(false)).jsonBody(problemBody(422, 'idempotency_key_reused', false)),
      )
      .executeTest(async ({ url }) => {
        const error = await rejectionOf(clientOf(url).createCharge(CHARGE, { idempotencyKey: key }));
        expect(error).toBeInstanceOf(IdempotencyKeyReusedError);
      });
  });

  it('is told to come back while the key is in use', () => {
    const key = 'pact-in-flight';
    const headers = { ...problemHeaders(true), 'Retry-After': regex('^\\d+$', '1') };
    return pact
      .addInteraction()
      .given('a tenant with API key', { api_key: API_KEY })
      .given('key is in flight', { key, ...CHARGE })
      .uponReceiving('the same charge under a key that is in flight')
      .withRequest('POST', '/v1/charges', (request) =>
        request.headers(postHeaders(key)).jsonBody(chargeInput('tok_visa')),
      )
      .willRespondWith(409, (response) =>
        response.headers(headers).jsonBody(problemBody(409, 'idempotency_key_in_use', true)),
      )
      .executeTest(async ({ url }) => {
        const answer = await sendCharge(url, key);
        // It would have waited: that the one wait it may make is used up is the only reason to stop.
        expect(answer).toMatchObject({ status: 409, stopReason: 'waits_exhausted' });
        expect(answer.headers).toMatchObject({ 'retry-after': '1', 'should-retry': 'true' });
      });
  });

  it('gets a charge', () =>
    pact
      .addInteraction()
      .given('a tenant with API key', { api_key: API_KEY })
      .given('a charge exists', { charge_id: CHARGE_ID, amount: CHARGE.amount, currency: CHARGE.currency })
      .uponReceiving('a request for a charge')
      .withRequest('GET', `/v1/charges/${CHARGE_ID}`, (request) => request.headers({ Authorization: authorization }))
      .willRespondWith(200, (response) =>
        response
          .headers({ 'Content-Type': chargeHeaders['Content-Type'], 'Request-Id': requestId })
          .jsonBody({ ...chargeBody(), id: CHARGE_ID }),
      )
      .executeTest(async ({ url }) => {
        expect(await clientOf(url).getCharge(CHARGE_ID)).toMatchObject({ id: CHARGE_ID, amount: 1099n });
      }));
});

function sendCharge(baseUrl: string, idempotencyKey: string): Promise<RawAnswer> {
  const rawBody = JSON.stringify(CHARGE);
  return clientOf(baseUrl).sendRaw({ method: 'POST', path: '/v1/charges', rawBody, idempotencyKey });
}
