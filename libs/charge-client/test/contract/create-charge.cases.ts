import { expect } from '@jest/globals';
import { Matchers } from '@pact-foundation/pact';
import {
  CardDeclinedError,
  IdempotencyKeyReusedError,
  OutcomeUnknownError,
  type ChargeClient,
} from '../../src/index.ts';
import { CHARGE_ID, rejectionOf } from '../scripted-api.ts';
import type { ContractCase, ProviderState } from './contract-case.ts';
import {
  acceptedAnswer,
  chargeAnswer,
  declineMember,
  expiredAnswer,
  problemAnswer,
  REPLAYED,
  TENANT,
  writeHeaders,
} from './shapes.ts';

const { integer, like, regex } = Matchers;

export const CHARGE = { amount: 1099, currency: 'EUR', source: 'tok_visa' };
const DECLINED = { ...CHARGE, source: 'tok_declined' };
const BY_TYPE = { amount: integer(1099), currency: regex('^[A-Z]{3}$', 'EUR'), source: like('tok_visa') };
/** The token decides the outcome, so this one is no mere example. */
const BY_DECLINED_TOKEN = { ...BY_TYPE, source: 'tok_declined' };

/** A POST of a charge; what matters of its body is its type, and what its key says about the past. */
export const chargeRequest = (key: string, body: unknown = BY_TYPE, headers: Record<string, string> = {}) =>
  ({ method: 'POST', path: '/v1/charges', headers: { ...writeHeaders(key), ...headers }, body }) as const;

const create = (client: ChargeClient, idempotencyKey: string, input = CHARGE) =>
  client.createCharge(input, { idempotencyKey });

const used = (state: string, key: string, body = CHARGE): ProviderState => [state, { key, ...body }];

export const CREATE_CHARGE: readonly ContractCase[] = [
  {
    title: 'creates a charge',
    receives: 'a charge under a new key',
    given: [TENANT, ['no operation under key', { key: 'pact-create' }]],
    request: chargeRequest('pact-create'),
    answer: chargeAnswer(201),
    judge: async (client) => {
      const charge = await create(client, 'pact-create');
      expect(charge).toMatchObject({ id: CHARGE_ID, status: 'captured', amount: 1099n });
      expect(charge.answer).toMatchObject({ replayed: false, location: `/v1/charges/${CHARGE_ID}` });
    },
  },
  {
    title: 'gets the stored answer for a key that has completed',
    receives: 'the same charge under a key that has completed',
    given: [TENANT, used('key completed a charge', 'pact-replay')],
    request: chargeRequest('pact-replay'),
    answer: chargeAnswer(201, {}, REPLAYED),
    judge: async (client) => expect((await create(client, 'pact-replay')).answer.replayed).toBe(true),
  },
  {
    title: 'gets the answer that it waits for',
    receives: 'the same charge, ready to wait for the end of the first',
    given: [TENANT, used('key completes while it is waited for', 'pact-wait')],
    request: chargeRequest('pact-wait', BY_TYPE, { Prefer: 'wait=5' }),
    answer: chargeAnswer(201, {}, { ...REPLAYED, 'Preference-Applied': 'wait=5' }),
    judge: async (client) => {
      const charge = await client.createCharge(CHARGE, { idempotencyKey: 'pact-wait', preferWaitS: 5 });
      expect(charge.answer.replayed).toBe(true);
    },
  },
  {
    title: 'is told that a charge is on its way when the provider takes its time',
    receives: 'a charge that takes longer than the answer may',
    given: [TENANT, ['the payment provider takes its time', {}]],
    request: chargeRequest('pact-slow'),
    answer: acceptedAnswer('pending'),
    judge: async (client) => expectUnknown(await rejectionOf(create(client, 'pact-slow'))),
  },
  {
    title: 'is told that nobody knows yet what became of a charge',
    receives: 'the same charge while its outcome is unknown',
    given: [TENANT, used('the outcome of key is unknown', 'pact-unknown')],
    request: chargeRequest('pact-unknown'),
    answer: acceptedAnswer('unknown'),
    judge: async (client) => expectUnknown(await rejectionOf(create(client, 'pact-unknown'))),
  },
  {
    title: 'is told that a person has to find out what became of a charge',
    receives: 'the same charge while a person looks into it',
    given: [TENANT, used('key waits for a review', 'pact-review')],
    request: chargeRequest('pact-review'),
    answer: acceptedAnswer('needs_review'),
    judge: async (client) => expectUnknown(await rejectionOf(create(client, 'pact-review'))),
  },
  {
    title: 'is told of a declined card',
    receives: 'a charge of a card that is declined',
    given: [TENANT, ['no operation under key', { key: 'pact-declined' }]],
    request: chargeRequest('pact-declined', BY_DECLINED_TOKEN),
    answer: problemAnswer({ status: 402, code: 'card_declined', extras: declineMember }),
    judge: async (client) => {
      const error = await rejectionOf(create(client, 'pact-declined', DECLINED));
      expect(error).toBeInstanceOf(CardDeclinedError);
      expect(error).toMatchObject({ declineCode: 'generic_decline', retryable: false });
    },
  },
  {
    title: 'is told of the same decline again, and no card is asked twice',
    receives: 'the same charge under a key that was declined',
    given: [TENANT, used('key was declined', 'pact-declined-again', DECLINED)],
    request: chargeRequest('pact-declined-again', BY_DECLINED_TOKEN),
    answer: problemAnswer({ status: 402, code: 'card_declined', extras: declineMember, headers: REPLAYED }),
    judge: async (client) => {
      const error = await rejectionOf(create(client, 'pact-declined-again', DECLINED));
      expect(error).toMatchObject({ code: 'card_declined', retryable: false });
    },
  },
  {
    title: 'is refused a key that was used for another body',
    receives: 'a charge under a key that was used for another body',
    given: [TENANT, used('key was used for another body', 'pact-reused', { ...CHARGE, amount: 500 })],
    request: chargeRequest('pact-reused'),
    answer: problemAnswer({ status: 422, code: 'idempotency_key_reused' }),
    judge: async (client) => {
      expect(await rejectionOf(create(client, 'pact-reused'))).toBeInstanceOf(IdempotencyKeyReusedError);
    },
  },
  {
    title: 'is told to come back while the key is in use',
    receives: 'the same charge under a key that is in flight',
    given: [TENANT, used('key is in flight', 'pact-in-flight')],
    request: chargeRequest('pact-in-flight'),
    answer: problemAnswer({ status: 409, code: 'idempotency_key_in_use', retryable: true, hasRetryAfter: true }),
    judge: async (client) => {
      const rawBody = JSON.stringify(CHARGE);
      const request = { method: 'POST', path: '/v1/charges', rawBody, idempotencyKey: 'pact-in-flight' } as const;
      const answer = await client.sendRaw(request);
      // It would have waited: that the one wait it may make is used up is the only reason to stop.
      expect(answer).toMatchObject({ status: 409, stopReason: 'waits_exhausted' });
      expect(answer.headers).toMatchObject({ 'retry-after': '1', 'should-retry': 'true' });
    },
  },
  {
    title: 'sees the charge as it is now when the stored answer has expired',
    receives: 'the same charge under a key whose answer has expired',
    given: [TENANT, used('the answer of key has expired', 'pact-expired')],
    request: chargeRequest('pact-expired'),
    answer: expiredAnswer({}),
    judge: async (client) => expect(await create(client, 'pact-expired')).toMatchObject({ id: CHARGE_ID }),
  },
  {
    title: 'still hears of a decline when the stored answer has expired',
    receives: 'the same charge under a declined key whose answer has expired',
    given: [TENANT, used('the answer of key has expired', 'pact-declined-expired', DECLINED)],
    request: chargeRequest('pact-declined-expired', BY_DECLINED_TOKEN),
    answer: problemAnswer({
      ...{ status: 402, code: 'card_declined', extras: declineMember, headers: { 'Idempotency-Expired': 'true' } },
    }),
    judge: async (client) => {
      const error = await rejectionOf(create(client, 'pact-declined-expired', DECLINED));
      expect(error).toBeInstanceOf(CardDeclinedError);
    },
  },
];

/** The client was allowed no second request, so it stops where it would ask again. */
function expectUnknown(error: unknown): void {
  expect(error).toBeInstanceOf(OutcomeUnknownError);
  expect(error).toMatchObject({ code: 'outcome_unknown', retryable: true, chargeId: CHARGE_ID, status: 202 });
}
