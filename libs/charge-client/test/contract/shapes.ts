import { textMatching } from '@once/contract-tools';
import { Matchers, MatchersV3 } from '@pact-foundation/pact';
import { CHARGE_ID } from '../scripted-api.ts';
import type { ContractAnswer, ProviderState } from './contract-case.ts';

const { boolean, eachLike, integer, like, regex } = Matchers;

export const API_KEY = 'sk_test_contract';
export const REFUND_ID = '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9f';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const RFC_3339_UTC = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$';
const STATUSES =
  '^(pending|authorized|captured|failed|unknown|needs_review|canceled|expired|partially_refunded|refunded)$';

export const TENANT: ProviderState = ['a tenant with API key', { api_key: API_KEY }];

const uuid = (example: string) => textMatching(`^${UUID}$`, example);
const time = textMatching(RFC_3339_UTC, '2026-11-20T10:00:00.000Z');
const requestId = regex('^\\S+$', 'req_contract');
const currency = textMatching('^[A-Z]{3}$', 'EUR');
const jsonType = regex('^application/json(;.*)?$', 'application/json; charset=utf-8');

export const authorization = regex('^Bearer sk_test_\\w+$', `Bearer ${API_KEY}`);
export const READ_HEADERS = { Authorization: authorization };

export const writeHeaders = (key: string) => ({
  Authorization: authorization,
  'Content-Type': 'application/json',
  'Idempotency-Key': key,
  'Idempotency-Attempt': regex('^[1-9]\\d*$', '1'),
});

/** Text with ids that the state before it has made; the example is what the client of the test sends. */
export const inState = (expression: string, example: string): unknown =>
  MatchersV3.fromProviderState(expression, example);

export interface ExpectedCharge {
  readonly status?: string;
  readonly captured?: number;
  readonly refunded?: number;
}

/** A charge by type and format. Its status is one that the client knows; where a status is the point, it is that one. */
export const chargeBody = ({ status, captured = 1099, refunded = 0 }: ExpectedCharge = {}) => ({
  id: uuid(CHARGE_ID),
  status: status ?? textMatching(STATUSES, 'captured'),
  amount: integer(1099),
  currency,
  amount_captured: integer(captured),
  amount_refunded: integer(refunded),
  reference: null,
  description: null,
  metadata: like({}),
  created_at: time,
});

export const refundBody = () => ({
  id: uuid(REFUND_ID),
  charge_id: uuid(CHARGE_ID),
  status: textMatching('^(pending|unknown|needs_review|succeeded|failed)$', 'succeeded'),
  amount: integer(500),
  currency,
  created_at: time,
});

const keyStates = (example: string) => textMatching('^(RECEIVED|PROCESSING|COMPLETED|FAILED)$', example);

export const keyBody = (key: string) => ({
  idempotency_key: key,
  operation: like('charge.create'),
  state: keyStates('COMPLETED'),
  attempts: integer(1),
  resource_id: uuid(CHARGE_ID),
  response_status: integer(201),
  first_seen_at: time,
  last_seen_at: time,
  completed_at: time,
  expires_at: time,
});

const timelineOperation = (key: string) => ({
  id: uuid(REFUND_ID),
  kind: like('charge.create'),
  state: textMatching('^(pending|unknown|needs_review|succeeded|failed)$', 'succeeded'),
  amount: integer(1099),
  request_id: requestId,
  failure_code: null,
  created_at: time,
  completed_at: time,
  key: {
    ...{ idempotency_key: key, state: keyStates('COMPLETED'), unsettled: null, attempts: integer(1) },
    ...{ response_status: integer(201), first_seen_at: time, last_seen_at: time, completed_at: time, expires_at: time },
  },
  attempts: eachLike({
    ...{ attempt: integer(1), provider: like('simulator'), provider_key: like('key-at-the-provider') },
    outcome: textMatching('^(open|succeeded|declined|refused|unknown)$', 'succeeded'),
    ...{ is_late: boolean(false), provider_payment_id: like('pay_1'), detail: null, started_at: time, ended_at: time },
  }),
});

export const timelineBody = (key: string) => ({
  charge_id: uuid(CHARGE_ID),
  status: textMatching(STATUSES, 'captured'),
  version: integer(1),
  operations: eachLike(timelineOperation(key)),
  transitions: eachLike({
    ...{ from: textMatching(STATUSES, 'pending'), to: textMatching(STATUSES, 'captured'), actor: like('charge-api') },
    ...{ reason: like('succeeded'), operation_id: uuid(REFUND_ID), created_at: time },
  }),
  events: eachLike({
    ...{
      event_id: uuid(REFUND_ID),
      type: textMatching('^payments\\.charge\\.[a-z_]+\\.v1$', 'payments.charge.captured.v1'),
    },
    ...{ version: integer(1), created_at: time, published_at: null },
  }),
  truncated: boolean(false),
});

export const chargePageBody = (hasMore: boolean) => ({ data: eachLike(chargeBody()), has_more: boolean(hasMore) });

const RESOURCE_HEADERS = { 'Content-Type': jsonType, 'Request-Id': requestId };
const chargeLocation = regex(`^/v1/charges/${UUID}$`, `/v1/charges/${CHARGE_ID}`);
const refundLocation = regex(`^/v1/charges/${UUID}/refunds/${UUID}$`, `/v1/charges/${CHARGE_ID}/refunds/${REFUND_ID}`);

export const REPLAYED = { 'Idempotent-Replayed': 'true' };

export const readAnswer = (body: unknown): ContractAnswer => ({ status: 200, headers: RESOURCE_HEADERS, body });

export const chargeAnswer = (
  status: 200 | 201,
  charge: ExpectedCharge = {},
  headers: Record<string, string> = {},
): ContractAnswer => ({
  status,
  headers: { ...RESOURCE_HEADERS, Location: chargeLocation, ...headers },
  body: chargeBody(charge),
});

export const refundAnswer = (): ContractAnswer => ({
  status: 201,
  headers: { ...RESOURCE_HEADERS, Location: refundLocation },
  body: refundBody(),
});

/** The outcome is open: where the charge is, and when to ask again. */
export const acceptedAnswer = (status: string): ContractAnswer => ({
  status: 202,
  headers: { ...RESOURCE_HEADERS, Location: chargeLocation, 'Retry-After': regex('^[1-9]\\d*$', '1') },
  body: chargeBody({ status, captured: 0 }),
});

/** The stored answer is gone; the charge as it is now stands in for it. */
export const expiredAnswer = (charge: ExpectedCharge): ContractAnswer => ({
  status: 200,
  headers: { ...RESOURCE_HEADERS, 'Content-Location': chargeLocation, 'Idempotency-Expired': 'true' },
  body: chargeBody(charge),
});

export interface ExpectedProblem {
  readonly status: number;
  readonly code: string;
  readonly retryable?: boolean;
  /** The provider says when to come back. */
  readonly hasRetryAfter?: boolean;
  readonly extras?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `status`, `code` and `retryable` are what a client decides by, so they are the only values that are fixed. */
export const problemAnswer = (expected: ExpectedProblem): ContractAnswer => {
  const { status, code, retryable = false, hasRetryAfter = false, extras = {}, headers = {} } = expected;
  return {
    status,
    headers: {
      'Content-Type': regex('^application/problem\\+json(;.*)?$', 'application/problem+json; charset=utf-8'),
      'Request-Id': requestId,
      'Should-Retry': String(retryable),
      ...(hasRetryAfter ? { 'Retry-After': regex('^[1-9]\\d*$', '1') } : {}),
      ...headers,
    },
    body: {
      ...{ type: like('about:blank'), title: like('What kind of problem this is'), status, code, retryable },
      ...{ detail: like('What happened to this request'), instance: like('/v1/charges'), request_id: requestId },
      ...extras,
    },
  };
};

export const chargeIdMember = { charge_id: uuid(CHARGE_ID) };
export const amountLeftMember = { amount_left: integer(1099) };
export const declineMember = { decline_code: like('generic_decline') };
export const fieldErrors = {
  errors: eachLike({ pointer: textMatching('^/\\S+$', '/amount'), detail: like('What is wrong with it') }),
};
