import { expect } from '@jest/globals';
import {
  ApiUnavailableError,
  AuthenticationError,
  ConflictError,
  InvalidRequestError,
  RateLimitedError,
  type ChargeClient,
  type RawRequest,
} from '../../src/index.ts';
import { CHARGE_ID, rejectionOf } from '../scripted-api.ts';
import { CHARGE, chargeRequest } from './create-charge.cases.ts';
import type { ContractCase } from './contract-case.ts';
import { authorization, chargeIdMember, fieldErrors, problemAnswer, TENANT } from './shapes.ts';

const create = (client: ChargeClient, idempotencyKey: string, input: object = CHARGE) =>
  rejectionOf(client.createCharge({ ...CHARGE, ...input }, { idempotencyKey }));

/** Sends what the typed methods would never send. */
const send = (client: ChargeClient, request: Partial<RawRequest>) =>
  client.sendRaw({ method: 'POST', path: '/v1/charges', rawBody: JSON.stringify(CHARGE), ...request });

const WITHOUT_KEY = { Authorization: authorization, 'Content-Type': 'application/json' };

/** What is refused before the operation begins: nothing is stored and the key is not used up. */
export const REFUSED_CHARGE: readonly ContractCase[] = [
  {
    title: 'is told which members of a body are wrong',
    receives: 'a charge with a currency that does not exist',
    given: [TENANT],
    request: chargeRequest('pact-invalid', { ...CHARGE, currency: 'EURO' }),
    answer: problemAnswer({ status: 400, code: 'invalid_request', extras: fieldErrors }),
    judge: async (client) => {
      const error = await create(client, 'pact-invalid', { currency: 'EURO' });
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ code: 'invalid_request', retryable: false, fieldErrors: [{ pointer: '/amount' }] });
    },
  },
  {
    title: 'is told that a key is missing',
    receives: 'a charge without a key',
    given: [TENANT],
    request: { method: 'POST', path: '/v1/charges', headers: WITHOUT_KEY, body: CHARGE },
    answer: problemAnswer({ status: 400, code: 'idempotency_key_missing' }),
    judge: async (client) => {
      expect(await send(client, { idempotencyKey: null })).toMatchObject({
        status: 400,
        stopReason: 'told_not_to_retry',
      });
    },
  },
  {
    title: 'is told that a key is malformed',
    receives: 'a charge under a key with a space',
    given: [TENANT],
    request: chargeRequest('pact malformed'),
    answer: problemAnswer({ status: 400, code: 'idempotency_key_invalid' }),
    judge: async (client) => {
      const answer = await send(client, { idempotencyKey: 'pact malformed' });
      expect(answer).toMatchObject({ status: 400, stopReason: 'told_not_to_retry' });
    },
  },
  {
    title: 'is told that its API key is not known',
    receives: 'a charge of a stranger',
    given: [['no tenant with API key', { api_key: 'sk_test_contract' }]],
    request: chargeRequest('pact-stranger'),
    answer: problemAnswer({ status: 401, code: 'unauthorized' }),
    judge: async (client) => expect(await create(client, 'pact-stranger')).toBeInstanceOf(AuthenticationError),
  },
  {
    title: 'is told which charge has its reference already',
    receives: 'a charge whose reference belongs to another one',
    given: [TENANT, ['a live charge has reference', { ...CHARGE, reference: 'order-7' }]],
    request: chargeRequest('pact-reference', { ...CHARGE, reference: 'order-7' }),
    answer: problemAnswer({ status: 409, code: 'reference_in_use', extras: chargeIdMember }),
    judge: async (client) => {
      const error = await create(client, 'pact-reference', { reference: 'order-7' });
      expect(error).toBeInstanceOf(ConflictError);
      expect(error).toMatchObject({ code: 'reference_in_use', retryable: false, conflictingChargeId: CHARGE_ID });
    },
  },
  {
    title: 'is told to slow down',
    receives: 'a charge of a tenant that has used up its rate',
    given: [TENANT, ['the tenant has used up its rate', {}]],
    request: chargeRequest('pact-rate'),
    answer: problemAnswer({ status: 429, code: 'rate_limited', retryable: true, hasRetryAfter: true }),
    judge: async (client) => {
      const error = await create(client, 'pact-rate');
      expect(error).toBeInstanceOf(RateLimitedError);
      expect(error).toMatchObject({ code: 'rate_limited', retryable: true });
    },
  },
  {
    title: 'is told that the service is at its limit, and knows that nothing happened',
    receives: 'a charge that the service has no room for',
    given: [TENANT, ['the service is at its limit', {}]],
    request: chargeRequest('pact-shed'),
    answer: problemAnswer({ status: 503, code: 'overloaded', retryable: true, hasRetryAfter: true }),
    judge: async (client) => expectSafeRefusal(await create(client, 'pact-shed'), 'overloaded'),
  },
  {
    title: 'is told that the payment provider was not reached, and knows that nothing happened',
    receives: 'a charge while nobody can reach the payment provider',
    given: [TENANT, ['nobody can reach the payment provider', {}]],
    request: chargeRequest('pact-unreached'),
    answer: problemAnswer({ status: 503, code: 'provider_unavailable', retryable: true, hasRetryAfter: true }),
    judge: async (client) => expectSafeRefusal(await create(client, 'pact-unreached'), 'provider_unavailable'),
  },
];

function expectSafeRefusal(error: unknown, code: string): void {
  expect(error).toBeInstanceOf(ApiUnavailableError);
  expect(error).toMatchObject({ code, retryable: true });
}
