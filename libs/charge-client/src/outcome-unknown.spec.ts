import { describe, expect, it } from '@jest/globals';
import { RetryBudget } from '@once/retry-policy';
import { CHARGE_HEADERS, CHARGE_ID, ok, problem, rejectionOf, scripted, type Step } from '../test/scripted-api.ts';
import {
  ApiUnavailableError,
  AuthenticationError,
  CardDeclinedError,
  OperationAbortedError,
  OutcomeUnknownError,
  RetryBudgetExhaustedError,
} from './errors/error-classes.ts';

const CHARGE = { amount: 1099n, currency: 'EUR', source: 'tok_visa' };
const PENDING: Step = {
  ...ok(202, { status: 'unknown', amount_captured: 0 }),
  headers: { ...CHARGE_HEADERS, 'retry-after': '1' },
};
const LOST: Step = { breaks: 'ECONNRESET' };
const REFUSED: Step = { breaks: 'ECONNREFUSED', syscall: 'connect' };

const errorOf = (steps: readonly Step[], options: Parameters<typeof scripted>[1] = {}): Promise<unknown> => {
  const { client, run } = scripted(steps, options);
  return rejectionOf(run(client.createCharge(CHARGE, { idempotencyKey: 'k-1' })));
};

describe('an operation whose outcome is not known', () => {
  it('asks again with the same key after 202 until the verdict comes, and spends no budget', async () => {
    const budget = new RetryBudget({ capTokens: 0 });
    const { client, run, requests } = scripted([PENDING, PENDING, ok()], { budget });
    await expect(run(client.createCharge(CHARGE))).resolves.toMatchObject({ status: 'captured' });
    expect(new Set(requests.map((request) => request.headers.get('idempotency-key'))).size).toBe(1);
    expect(requests.map((request) => request.atMs)).toEqual([0, 1_250, 2_750]);
  });

  it('ends in OutcomeUnknownError with the charge id when 202 lasts until the deadline', async () => {
    const error = await errorOf([PENDING], { deadlineMs: 10_000 });
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({
      code: 'outcome_unknown',
      chargeId: CHARGE_ID,
      status: 202,
      stopReason: 'deadline',
      retryable: true,
      idempotencyKey: 'k-1',
    });
    expect((error as Error).message).toContain('ask again with the same idempotency key');
  });

  it('names the charge of a refund that was never answered', async () => {
    const { client, run } = scripted([{ hangs: 'before_headers' }], { deadlineMs: 10_000 });
    const error = await rejectionOf(run(client.refundCharge(CHARGE_ID, { amount: 500n })));
    expect(error).toMatchObject({ code: 'outcome_unknown', chargeId: CHARGE_ID, status: undefined });
  });

  it.each<[string, readonly Step[]]>([
    ['a lost answer', [LOST]],
    ['a timeout', [{ hangs: 'in_body' }]],
    ['500', [problem(500, 'internal_error', { retryable: true })]],
    ['a 503 that does not say why', [{ status: 503 }]],
    ['504', [{ status: 504 }]],
    ['a key that stays in use', [problem(409, 'idempotency_key_in_use', { retryable: true })]],
    ['a redirect', [{ status: 307, headers: { location: 'http://elsewhere.test' } }]],
    ['refusals after a lost answer', [LOST, REFUSED]],
    ['429 after a lost answer', [LOST, problem(429, 'rate_limited', { retryable: true })]],
    ['401 after a lost answer', [LOST, problem(401, 'unauthorized', { retryable: false })]],
    ['404 of a proxy after a lost answer', [LOST, { status: 404, body: '<html>no route</html>' }]],
    ['a lost answer and then a busy charge', [LOST, problem(409, 'charge_busy', { retryable: true })]],
    ['no way back to the server', [{ breaks: 'EHOSTUNREACH' }]],
    ['a connection that was closed while it was written to', [{ breaks: 'EPIPE', syscall: 'write' }]],
    ['a 404 of a gateway on the first attempt', [{ status: 404, body: 'nope' }]],
  ])('is unknown after %s', async (_title, steps) => {
    const error = await errorOf(steps, { deadlineMs: 20_000 });
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect((error as OutcomeUnknownError).chargeId).toBeUndefined();
  });

  it('keeps the error of the last attempt as the cause', async () => {
    const error = await errorOf([LOST, problem(401, 'unauthorized')]);
    expect((error as Error).cause).toBeInstanceOf(AuthenticationError);
    const starved = await errorOf([LOST], { budget: new RetryBudget({ capTokens: 0 }) });
    expect((starved as Error).cause).toBeInstanceOf(RetryBudgetExhaustedError);
  });

  it.each<[string, Step, string]>([
    ['nothing was ever connected', REFUSED, 'api_unavailable'],
    ['the name does not resolve', { breaks: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'api_unavailable'],
    ['every request was shed', problem(503, 'overloaded', { retryable: true }), 'overloaded'],
    [
      'the provider was never reached',
      problem(503, 'provider_unavailable', { retryable: true }),
      'provider_unavailable',
    ],
    ['every request was throttled', problem(429, 'rate_limited', { retryable: true }), 'rate_limited'],
    ['the charge stayed busy', problem(409, 'charge_busy', { retryable: true }), 'charge_busy'],
  ])('is no doubt when %s', async (_title, step, code) => {
    expect(await errorOf([step], { deadlineMs: 5_000 })).toMatchObject({ code });
  });

  it.each<[string, Step, string]>([
    ['a decline', problem(402, 'card_declined', { retryable: false }), 'card_declined'],
    ['a reused key', problem(422, 'idempotency_key_reused', { retryable: false }), 'idempotency_key_reused'],
  ])('is settled by %s after a lost answer', async (_title, step, code) => {
    expect(await errorOf([LOST, step])).toMatchObject({ code });
  });

  it('is never what a GET ends in', async () => {
    const { client, run } = scripted([LOST], { deadlineMs: 2_000 });
    const error = await rejectionOf(run(client.getCharge(CHARGE_ID)));
    expect(error).toBeInstanceOf(ApiUnavailableError);
  });
});

describe('aborting', () => {
  it('sends nothing when the signal has aborted before', async () => {
    const { client, run, requests } = scripted([ok()]);
    const reason = new Error('user left');
    const error = await rejectionOf(run(client.createCharge(CHARGE, { signal: AbortSignal.abort(reason) })));
    expect(error).toBeInstanceOf(OperationAbortedError);
    expect(error).toMatchObject({ code: 'aborted', stopReason: 'aborted', attempts: [], cause: reason });
    expect(requests).toEqual([]);
  });

  it('leaves a POST that was under way unknown', async () => {
    const { client, run, time } = scripted([{ hangs: 'before_headers' }]);
    const control = new AbortController();
    time.at(1_000, () => control.abort(new Error('user left')));
    const error = await rejectionOf(run(client.createCharge(CHARGE, { signal: control.signal })));
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect((error as Error).cause).toBeInstanceOf(OperationAbortedError);
    expect(time.monotonicMs()).toBe(1_000);
  });

  it('ends a pause at once', async () => {
    const throttled = problem(429, 'rate_limited');
    const { client, run, time } = scripted([{ ...throttled, headers: { ...throttled.headers, 'retry-after': '30' } }]);
    const control = new AbortController();
    time.at(1_000, () => control.abort());
    const error = await rejectionOf(run(client.createCharge(CHARGE, { signal: control.signal })));
    expect(error).toBeInstanceOf(OperationAbortedError);
    expect(time.monotonicMs()).toBe(1_000);
  });

  it('still hands over the verdict that arrived together with the wish to abort', async () => {
    const control = new AbortController();
    let hasAnswered = false;
    const fetch = (): Promise<Response> => {
      hasAnswered = true;
      const { status, body, headers } = problem(402, 'card_declined');
      return Promise.resolve(new Response(JSON.stringify(body), { status, headers: headers ?? {} }));
    };
    // The clock is read once more after the answer; that moment is the caller's.
    const wallMs = (): number => {
      if (hasAnswered) {
        control.abort();
      }
      return 0;
    };
    const clock = { wallMs, monotonicMs: () => 0 };
    const { client, run } = scripted([], { fetch: fetch, clock });
    const error = await rejectionOf(run(client.createCharge(CHARGE, { signal: control.signal })));
    expect(control.signal.aborted).toBe(true);
    expect(error).toBeInstanceOf(CardDeclinedError);
  });
});
