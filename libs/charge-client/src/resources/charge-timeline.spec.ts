import { describe, expect, it } from '@jest/globals';
import { CHARGE_ID, ok, rejectionOf, scripted } from '../../test/scripted-api.ts';
import { UnexpectedAnswerError } from '../errors/error-classes.ts';

const OPERATION_ID = '0198b2c4-0000-7c11-9a54-3f6a2b1c0d9e';
const AT = '2026-11-20T10:00:00.000Z';

const KEY = {
  idempotency_key: 'order-1',
  state: 'PROCESSING',
  unsettled: 'unknown',
  attempts: 2,
  response_status: null,
  first_seen_at: AT,
  last_seen_at: AT,
  completed_at: null,
  expires_at: AT,
};

const ATTEMPT = {
  attempt: 1,
  provider: 'simulator',
  provider_key: `once_${OPERATION_ID}`,
  outcome: 'unknown',
  is_late: false,
  provider_payment_id: null,
  detail: 'no answer',
  started_at: AT,
  ended_at: AT,
};

const OPERATION = {
  id: OPERATION_ID,
  kind: 'charge.create',
  state: 'unknown',
  amount: 1099,
  request_id: 'req_1',
  failure_code: null,
  created_at: AT,
  completed_at: null,
  key: KEY,
  attempts: [ATTEMPT],
};

const TRANSITION = {
  from: 'pending',
  to: 'unknown',
  actor: 'charge-api',
  reason: 'provider_timeout',
  operation_id: OPERATION_ID,
  traceparent: null,
  created_at: AT,
};

const EVENT = {
  event_id: '0198b2c4-1111-7c11-9a54-3f6a2b1c0d9e',
  type: 'payments.charge.captured.v1',
  version: 1,
  created_at: AT,
  published_at: null,
  traceparent: null,
};

const TIMELINE = {
  charge_id: CHARGE_ID,
  status: 'unknown',
  version: 1,
  operations: [OPERATION],
  transitions: [TRANSITION],
  events: [EVENT],
  truncated: false,
};

describe('the timeline of a charge', () => {
  it('is read whole, without a key of its own', async () => {
    const { client, run, requests } = scripted([{ ...ok(200), body: TIMELINE }]);
    expect(await run(client.getChargeTimeline(CHARGE_ID))).toEqual({
      chargeId: CHARGE_ID,
      status: 'unknown',
      version: 1,
      operations: [
        {
          id: OPERATION_ID,
          kind: 'charge.create',
          state: 'unknown',
          amount: 1099n,
          requestId: 'req_1',
          failureCode: null,
          createdAt: AT,
          completedAt: null,
          key: {
            idempotencyKey: 'order-1',
            state: 'PROCESSING',
            unsettled: 'unknown',
            attempts: 2,
            responseStatus: null,
            firstSeenAt: AT,
            lastSeenAt: AT,
            completedAt: null,
            expiresAt: AT,
          },
          attempts: [
            {
              attempt: 1,
              provider: 'simulator',
              providerKey: `once_${OPERATION_ID}`,
              outcome: 'unknown',
              isLate: false,
              providerPaymentId: null,
              detail: 'no answer',
              startedAt: AT,
              endedAt: AT,
            },
          ],
        },
      ],
      transitions: [
        {
          from: 'pending',
          to: 'unknown',
          actor: 'charge-api',
          reason: 'provider_timeout',
          operationId: OPERATION_ID,
          traceparent: null,
          createdAt: AT,
        },
      ],
      events: [
        {
          eventId: EVENT.event_id,
          type: 'payments.charge.captured.v1',
          version: 1,
          createdAt: AT,
          publishedAt: null,
          traceparent: null,
        },
      ],
      truncated: false,
    });
    expect(requests).toMatchObject([
      { method: 'GET', url: `http://charges.test/v1/charges/${CHARGE_ID}/timeline`, body: '' },
    ]);
    expect(requests[0]?.headers.has('idempotency-key')).toBe(false);
  });

  it('keeps every digit of an amount', async () => {
    const body = JSON.stringify(TIMELINE).replace('"amount":1099', '"amount":9007199254740993');
    const { client, run } = scripted([{ ...ok(200), body }]);
    const { operations } = await run(client.getChargeTimeline(CHARGE_ID));
    expect(operations[0]?.amount).toBe(9_007_199_254_740_993n);
  });

  it.each([
    ['no lists', { ...TIMELINE, events: undefined }, /"events" is not an array/],
    [
      'an operation without its key',
      { ...TIMELINE, operations: [{ ...OPERATION, key: null }] },
      /"key" is not an object/,
    ],
    [
      'a fraction of a minor unit',
      { ...TIMELINE, operations: [{ ...OPERATION, amount: 10.5 }] },
      /"amount" is not an integer/,
    ],
  ])('is refused when it has %s', async (_title, body, message) => {
    const { client, run } = scripted([{ ...ok(200), body }], { retry: { maxRetries: 0 } });
    const error = await rejectionOf(run(client.getChargeTimeline(CHARGE_ID)));
    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(String((error as Error).cause)).toMatch(message);
  });

  it('is not asked for under what is no id', async () => {
    const { client, run, requests } = scripted([ok(200)]);
    expect(await rejectionOf(run(client.getChargeTimeline('../x')))).toMatchObject({ code: 'invalid_argument' });
    expect(requests).toEqual([]);
  });
});
