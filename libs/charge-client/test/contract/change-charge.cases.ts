import { expect } from '@jest/globals';
import { Matchers } from '@pact-foundation/pact';
import { ConflictError, InvalidRequestError, NotFoundError } from '../../src/index.ts';
import { CHARGE_ID, rejectionOf } from '../scripted-api.ts';
import type { ContractCase } from './contract-case.ts';
import { amountLeftMember, chargeAnswer, chargeIdMember, inState, problemAnswer } from './shapes.ts';
import { REFUND_ID, refundAnswer, TENANT, writeHeaders } from './shapes.ts';

const { integer } = Matchers;

const changeRequest = (change: 'capture' | 'cancel' | 'refunds', key: string, body: object = {}) =>
  ({
    method: 'POST',
    path: inState(`/v1/charges/\${charge_id}/${change}`, `/v1/charges/${CHARGE_ID}/${change}`),
    ...{ headers: writeHeaders(key), body },
  }) as const;

export const CHANGE_CHARGE: readonly ContractCase[] = [
  {
    title: 'captures an authorized charge',
    receives: 'a capture of an authorized charge',
    given: [TENANT, ['an authorized charge', { amount: 1099, currency: 'EUR' }]],
    request: changeRequest('capture', 'pact-capture'),
    answer: chargeAnswer(200, { status: 'captured' }),
    judge: async (client) => {
      const charge = await client.captureCharge(CHARGE_ID, {}, { idempotencyKey: 'pact-capture' });
      expect(charge).toMatchObject({ status: 'captured', amountCaptured: 1099n });
    },
  },
  {
    title: 'captures a part of an authorized charge',
    receives: 'a capture of a part of an authorized charge',
    given: [TENANT, ['an authorized charge', { amount: 1099, currency: 'EUR' }]],
    request: changeRequest('capture', 'pact-capture-part', { amount: integer(400) }),
    answer: chargeAnswer(200, { status: 'captured', captured: 400 }),
    judge: async (client) => {
      const charge = await client.captureCharge(CHARGE_ID, { amount: 400 }, { idempotencyKey: 'pact-capture-part' });
      expect(charge).toMatchObject({ status: 'captured', amount: 1099n, amountCaptured: 400n });
    },
  },
  {
    title: 'cancels an authorized charge',
    receives: 'a cancellation of an authorized charge',
    given: [TENANT, ['an authorized charge', { amount: 1099, currency: 'EUR' }]],
    request: changeRequest('cancel', 'pact-cancel'),
    answer: chargeAnswer(200, { status: 'canceled', captured: 0 }),
    judge: async (client) => {
      const charge = await client.cancelCharge(CHARGE_ID, { idempotencyKey: 'pact-cancel' });
      expect(charge).toMatchObject({ status: 'canceled', amountCaptured: 0n });
    },
  },
  {
    title: 'refunds a part of a captured charge',
    receives: 'a refund of a part of a captured charge',
    given: [TENANT, ['a captured charge', { amount: 1099, currency: 'EUR' }]],
    request: changeRequest('refunds', 'pact-refund', { amount: integer(500) }),
    answer: refundAnswer(),
    judge: async (client) => {
      const refund = await client.refundCharge(CHARGE_ID, { amount: 500 }, { idempotencyKey: 'pact-refund' });
      expect(refund).toMatchObject({ id: REFUND_ID, chargeId: CHARGE_ID, status: 'succeeded', amount: 500n });
    },
  },
  {
    title: 'is refused a capture of what is captured already',
    receives: 'a capture of a captured charge',
    given: [TENANT, ['a captured charge', { amount: 1099, currency: 'EUR' }]],
    request: changeRequest('capture', 'pact-captured-already'),
    answer: problemAnswer({ status: 422, code: 'charge_state_invalid' }),
    judge: async (client) => {
      const capture = client.captureCharge(CHARGE_ID, {}, { idempotencyKey: 'pact-captured-already' });
      const error = await rejectionOf(capture);
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ code: 'charge_state_invalid', retryable: false });
    },
  },
  {
    title: 'is refused a refund of more than is left, and told how much that is',
    receives: 'a refund of more than was captured',
    given: [TENANT, ['a captured charge', { amount: 1099, currency: 'EUR' }]],
    request: changeRequest('refunds', 'pact-refund-too-large', { amount: 2000 }),
    answer: problemAnswer({ status: 422, code: 'amount_too_large', extras: amountLeftMember }),
    judge: async (client) => {
      const refund = client.refundCharge(CHARGE_ID, { amount: 2000 }, { idempotencyKey: 'pact-refund-too-large' });
      expect(await rejectionOf(refund)).toMatchObject({ code: 'amount_too_large', problem: { amountLeft: '1099' } });
    },
  },
  {
    title: 'is told to come back while another change of the charge is open',
    receives: 'a cancellation while a capture is open',
    given: [TENANT, ['a capture of a charge is open', { amount: 1099, currency: 'EUR' }]],
    request: changeRequest('cancel', 'pact-busy'),
    answer: problemAnswer({
      ...{ status: 409, code: 'charge_busy', retryable: true, hasRetryAfter: true, extras: chargeIdMember },
    }),
    judge: async (client) => {
      const error = await rejectionOf(client.cancelCharge(CHARGE_ID, { idempotencyKey: 'pact-busy' }));
      expect(error).toBeInstanceOf(ConflictError);
      expect(error).toMatchObject({ code: 'charge_busy', retryable: true });
    },
  },
  {
    title: 'is told that there is no such charge, by the same answer as for a charge of another tenant',
    receives: 'a capture of a charge of another tenant',
    given: [TENANT, ['a charge of another tenant', { amount: 1099, currency: 'EUR' }]],
    request: changeRequest('capture', 'pact-foreign'),
    answer: problemAnswer({ status: 404, code: 'not_found' }),
    judge: async (client) => {
      const capture = client.captureCharge(CHARGE_ID, {}, { idempotencyKey: 'pact-foreign' });
      expect(await rejectionOf(capture)).toBeInstanceOf(NotFoundError);
    },
  },
];
