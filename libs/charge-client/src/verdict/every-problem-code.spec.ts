import { describe, expect, it } from '@jest/globals';
import { PROBLEM_KINDS, type ProblemCode } from '@once/contracts';
import { RetryBudget } from '@once/retry-policy';
import { CHARGE_ID, problem, rejectionOf, scripted, type Step } from '../../test/scripted-api.ts';
import * as errors from '../errors/error-classes.ts';
import { PROBLEM_MEANINGS } from './problem-meanings.ts';

const CHARGE = { amount: 1099n, currency: 'EUR', source: 'tok_visa' };
const LOST: Step = { breaks: 'ECONNRESET' };

/**
 * What a caller may be told of a POST that was answered with this code: `settles` on any attempt, `safe` where no
 * attempt before it can have arrived, `unknown` never. Written down a second time on purpose: a code that moves from
 * one to another here moves money.
 */
const CERTAINTY = {
  card_declined: ['settles', errors.CardDeclinedError],
  idempotency_key_reused: ['settles', errors.IdempotencyKeyReusedError],
  charge_state_invalid: ['settles', errors.InvalidRequestError],
  amount_too_large: ['settles', errors.InvalidRequestError],
  operation_not_performed: ['settles', errors.InvalidRequestError],
  operation_abandoned: ['settles', errors.InvalidRequestError],
  invalid_request: ['safe', errors.InvalidRequestError],
  invalid_json: ['safe', errors.InvalidRequestError],
  idempotency_key_missing: ['safe', errors.InvalidRequestError],
  idempotency_key_invalid: ['safe', errors.InvalidRequestError],
  unauthorized: ['safe', errors.AuthenticationError],
  not_found: ['safe', errors.NotFoundError],
  charge_busy: ['safe', errors.ConflictError],
  reference_in_use: ['safe', errors.ConflictError],
  body_too_large: ['safe', errors.InvalidRequestError],
  unsupported_media_type: ['safe', errors.InvalidRequestError],
  headers_too_large: ['safe', errors.InvalidRequestError],
  rate_limited: ['safe', errors.RateLimitedError],
  overloaded: ['safe', errors.ApiUnavailableError],
  provider_unavailable: ['safe', errors.ApiUnavailableError],
  request_timeout: ['unknown', errors.ApiUnavailableError],
  idempotency_key_in_use: ['unknown', errors.ConflictError],
  internal_error: ['unknown', errors.ApiUnavailableError],
  service_unavailable: ['unknown', errors.ApiUnavailableError],
  // Of the operators' port: as an answer to a client they are somebody else's.
  not_in_review: ['unknown', errors.UnexpectedAnswerError],
  evidence_contradicts: ['unknown', errors.UnexpectedAnswerError],
} as const satisfies Record<ProblemCode, readonly ['settles' | 'safe' | 'unknown', unknown]>;

const CODES = Object.keys(CERTAINTY) as ProblemCode[];
const OPERATORS_PORT: readonly ProblemCode[] = ['not_in_review', 'evidence_contradicts'];

const refusal = (code: ProblemCode): Step => {
  const { status, retryable } = PROBLEM_KINDS[code];
  return problem(status, code, { retryable });
};

const errorOf = (steps: readonly Step[], method: 'createCharge' | 'refundCharge' = 'createCharge') => {
  const { client, run } = scripted(steps, { deadlineMs: 20_000, budget: new RetryBudget({ capTokens: 100 }) });
  const call: Promise<object> =
    method === 'createCharge' ? client.createCharge(CHARGE) : client.refundCharge(CHARGE_ID);
  return rejectionOf(run(call));
};

describe('what the client takes from each code that a problem can have', () => {
  it('knows each code of a client, with the status that charge-api gives it, and no other', () => {
    const known = Object.entries(PROBLEM_MEANINGS).map(([code, { status }]) => [code, status]);
    const sent = CODES.filter((code) => !OPERATORS_PORT.includes(code));
    expect(Object.fromEntries(known)).toEqual(
      Object.fromEntries(sent.map((code) => [code, PROBLEM_KINDS[code].status])),
    );
  });

  it.each(CODES)('%s on every attempt', async (code) => {
    const [certainty, errorClass] = CERTAINTY[code];
    for (const method of ['createCharge', 'refundCharge'] as const) {
      const error = await errorOf([refusal(code)], method);
      expect(error).toBeInstanceOf(certainty === 'unknown' ? errors.OutcomeUnknownError : errorClass);
    }
  });

  it.each(CODES)('%s until the end, after an attempt that may have arrived', async (code) => {
    const [certainty, errorClass] = CERTAINTY[code];
    const error = await errorOf([LOST, refusal(code)]);
    expect(error).toBeInstanceOf(certainty === 'settles' ? errorClass : errors.OutcomeUnknownError);
  });

  it.each(CODES)('%s with the status of another code is nobody’s verdict', async (code) => {
    const body = problem(PROBLEM_KINDS[code].status, code, { retryable: false });
    const other = PROBLEM_KINDS[code].status === 402 ? 422 : 402;
    expect(await errorOf([{ ...body, status: other }])).toBeInstanceOf(errors.OutcomeUnknownError);
    expect(await errorOf([problem(other, code, { retryable: false })])).toBeInstanceOf(errors.OutcomeUnknownError);
  });

  it('503 service_unavailable until the deadline is unknown, and nothing else', async () => {
    const error = await errorOf([refusal('service_unavailable')]);
    expect(error).toBeInstanceOf(errors.OutcomeUnknownError);
    expect(error).toMatchObject({ code: 'outcome_unknown', status: 503 });
  });
});
