import { expect } from '@jest/globals';
import { NotFoundError } from '../../src/index.ts';
import { CHARGE_ID, rejectionOf } from '../scripted-api.ts';
import type { ContractCase, ProviderState } from './contract-case.ts';
import { chargeBody, chargePageBody, keyBody, inState, problemAnswer, READ_HEADERS } from './shapes.ts';
import { readAnswer, REFUND_ID, refundBody, TENANT, timelineBody } from './shapes.ts';

const CAPTURED: ProviderState = ['a captured charge', { amount: 1099, currency: 'EUR' }];
const KEY = 'pact-read-key';
const KEY_STATE: ProviderState = [
  'key completed a charge',
  { key: KEY, ...{ amount: 1099, currency: 'EUR', source: 'tok_visa' } },
];

const get = (path: unknown, query: Record<string, unknown> = {}) =>
  ({ method: 'GET', path, query, headers: READ_HEADERS }) as const;

const chargePath = (suffix = '') => inState(`/v1/charges/\${charge_id}${suffix}`, `/v1/charges/${CHARGE_ID}${suffix}`);

export const READS: readonly ContractCase[] = [
  {
    title: 'gets a charge',
    receives: 'a request for a charge',
    given: [TENANT, CAPTURED],
    request: get(chargePath()),
    answer: readAnswer(chargeBody({ status: 'captured' })),
    judge: async (client) => expect(await client.getCharge(CHARGE_ID)).toMatchObject({ id: CHARGE_ID, amount: 1099n }),
  },
  {
    title: 'is told that there is no such charge',
    receives: 'a request for a charge of another tenant',
    given: [TENANT, ['a charge of another tenant', { amount: 1099, currency: 'EUR' }]],
    request: get(chargePath()),
    answer: problemAnswer({ status: 404, code: 'not_found' }),
    judge: async (client) => expect(await rejectionOf(client.getCharge(CHARGE_ID))).toBeInstanceOf(NotFoundError),
  },
  {
    title: 'gets a refund',
    receives: 'a request for a refund',
    given: [TENANT, ['a refund of a charge', { amount: 500, currency: 'EUR' }]],
    request: get(
      inState('/v1/charges/${charge_id}/refunds/${refund_id}', `/v1/charges/${CHARGE_ID}/refunds/${REFUND_ID}`),
    ),
    answer: readAnswer(refundBody()),
    judge: async (client) => {
      expect(await client.getRefund(CHARGE_ID, REFUND_ID)).toMatchObject({ id: REFUND_ID, amount: 500n });
    },
  },
  {
    title: 'lists charges, newest first',
    receives: 'a request for the first page of two charges',
    given: [TENANT, ['two captured charges', { amount: 1099, currency: 'EUR' }]],
    request: get('/v1/charges', { limit: '1' }),
    answer: readAnswer({ ...chargePageBody(true), has_more: true }),
    judge: async (client) => {
      expect(await client.listCharges({ limit: 1 })).toMatchObject({ data: [{ id: CHARGE_ID }], hasMore: true });
    },
  },
  {
    title: 'lists the charges after one that it knows',
    receives: 'a request for the page after the first charge',
    given: [TENANT, ['two captured charges', { amount: 1099, currency: 'EUR' }]],
    request: get('/v1/charges', { limit: '1', starting_after: inState('${charge_id}', CHARGE_ID) }),
    answer: readAnswer({ ...chargePageBody(false), has_more: false }),
    judge: async (client) => {
      const page = await client.listCharges({ limit: 1, startingAfter: CHARGE_ID });
      expect(page).toMatchObject({ data: [{ id: CHARGE_ID }], hasMore: false });
    },
  },
  {
    title: 'gets the timeline of a charge',
    receives: 'a request for the timeline of a charge',
    given: [TENANT, KEY_STATE],
    request: get(chargePath('/timeline')),
    answer: readAnswer(timelineBody(KEY)),
    judge: async (client) => {
      const timeline = await client.getChargeTimeline(CHARGE_ID);
      expect(timeline).toMatchObject({
        chargeId: CHARGE_ID,
        version: 1,
        operations: [{ key: { idempotencyKey: KEY } }],
      });
    },
  },
  {
    title: 'gets what is known of a key',
    receives: 'a request for a key',
    given: [TENANT, KEY_STATE],
    request: get(`/v1/idempotency-keys/${KEY}`),
    answer: readAnswer(keyBody(KEY)),
    judge: async (client) => {
      expect(await client.getIdempotencyKey(KEY)).toMatchObject({
        state: 'COMPLETED',
        attempts: 1,
        responseStatus: 201,
      });
    },
  },
];
