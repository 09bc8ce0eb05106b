import { describe, expect, it, jest } from '@jest/globals';
import { RetryBudget } from '@once/retry-policy';
import { CHARGE_ID, ok, problem, rejectionOf, scripted, type Step } from '../test/scripted-api.ts';
import { VirtualTime } from '../test/virtual-time.ts';
import { ApiUnavailableError, RetryBudgetExhaustedError } from './errors/error-classes.ts';
import type { Sleep } from './request/clock.ts';

const CHARGE = { amount: 1099n, currency: 'EUR', source: 'tok_visa' };
const LOST: Step = { breaks: 'ECONNRESET' };

describe('retrying one operation', () => {
  it('sends the same key and the same bytes each time and numbers the attempts', async () => {
    const { client, run, requests } = scripted([LOST, { status: 503 }, ok()]);
    const charge = await run(client.createCharge({ ...CHARGE, metadata: { order: '7' } }));

    expect(charge.id).toBe(CHARGE_ID);
    expect(requests.map((request) => request.headers.get('idempotency-attempt'))).toEqual(['1', '2', '3']);
    const keys = new Set(requests.map((request) => request.headers.get('idempotency-key')));
    expect(keys.size).toBe(1);
    expect([...keys][0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(requests.map((request) => request.body))).toEqual(
      new Set(['{"amount":1099,"currency":"EUR","source":"tok_visa","metadata":{"order":"7"}}']),
    );
  });

  it('makes a new key for every operation and keeps the one it is given', async () => {
    const { client, run, requests } = scripted([ok()]);
    await run(client.createCharge(CHARGE));
    await run(client.createCharge(CHARGE));
    await run(client.createCharge(CHARGE, { idempotencyKey: 'order-7' }));
    const keys = requests.map((request) => request.headers.get('idempotency-key'));
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe('order-7');
  });

  it('records what it waited: Retry-After plus a jitter within the bound of that retry', async () => {
    const { client, run } = scripted([LOST, { status: 503, headers: { 'retry-after': '2' } }, ok()]);
    const { answer } = await run(client.createCharge(CHARGE));
    expect(answer.attempts).toEqual([
      {
        attempt: 1,
        cause: 'first',
        baseUrl: 'http://charges.test',
        startedAt: '2026-11-20T10:00:00.000Z',
        durationMs: 0,
        delayMs: 0,
        retryAfterMs: 0,
        jitterMs: 0,
        jitterBoundMs: 0,
        error: 'connection_lost',
        errorDetail: 'ECONNRESET',
      },
      expect.objectContaining({
        attempt: 2,
        cause: 'retry',
        delayMs: 25,
        jitterMs: 25,
        jitterBoundMs: 50,
        status: 503,
      }),
      expect.objectContaining({
        attempt: 3,
        cause: 'retry',
        startedAt: '2026-11-20T10:00:02.075Z',
        delayMs: 2_050,
        retryAfterMs: 2_000,
        jitterMs: 50,
        jitterBoundMs: 100,
        status: 201,
        requestId: 'req_ok',
      }),
    ]);
  });

  it('understands a Retry-After that is a date of the wall clock', async () => {
    const headers = { 'retry-after': 'Fri, 20 Nov 2026 10:00:04 GMT' };
    const { client, run, requests } = scripted([{ status: 429, headers }, ok()]);
    await run(client.createCharge(CHARGE));
    expect(requests[1]?.atMs).toBe(4_500);
  });

  it.each(['before_headers', 'in_body'] as const)('takes an answer that hangs %s for lost after 6 s', async (hangs) => {
    const { client, run, requests } = scripted([{ hangs }, ok()]);
    const { answer } = await run(client.createCharge(CHARGE));
    expect(answer.attempts[0]).toMatchObject({ error: 'timeout', durationMs: 6_000 });
    expect(requests[1]?.atMs).toBe(6_025);
  });

  it('is not held up by a fetch that ignores its signal', async () => {
    const deaf = (): Promise<Response> => new Promise(() => undefined);
    const { client, run } = scripted([], { fetch: deaf, deadlineMs: 5_000 });
    const error = await rejectionOf(run(client.getCharge(CHARGE_ID)));
    expect(error).toBeInstanceOf(ApiUnavailableError);
  });

  it('takes an answer that exceeds the limit for lost instead of reading on', async () => {
    const huge = ' '.repeat(8 * 1_048_576 + 1);
    const { client, run } = scripted([{ status: 201, body: huge }, ok()]);
    const { answer } = await run(client.createCharge(CHARGE));
    expect(answer.attempts.map(({ error, status }) => error ?? status)).toEqual(['answer_too_large', 201]);
  });

  it('begins no attempt after the deadline and cuts the last one to what is left', async () => {
    const { client, run, requests } = scripted([{ hangs: 'before_headers' }], { deadlineMs: 8_000 });
    const error = await rejectionOf(run(client.getCharge(CHARGE_ID)));
    expect(error).toMatchObject({ code: 'api_unavailable', stopReason: 'deadline', retryable: true });
    expect((error as ApiUnavailableError).attempts.map((attempt) => attempt.durationMs)).toEqual([6_000, 1_975]);
    expect(requests).toHaveLength(2);
  });

  it('begins no attempt when it overslept the deadline', async () => {
    const slow = new VirtualTime();
    const sleep: Sleep = (ms, signal) => slow.sleep(ms < 1_000 ? 61_000 : ms, signal);
    const { client, requests } = scripted([LOST], { sleep, clock: slow });
    const error = await rejectionOf(slow.run(client.getCharge(CHARGE_ID)));
    expect(error).toMatchObject({ stopReason: 'deadline' });
    expect(requests).toHaveLength(1);
  });

  it('stops at once when Retry-After lies behind the deadline', async () => {
    const { client, run, requests, time } = scripted([{ status: 503, headers: { 'retry-after': '60' } }]);
    expect(await rejectionOf(run(client.getCharge(CHARGE_ID)))).toMatchObject({ stopReason: 'deadline', status: 503 });
    expect(requests).toHaveLength(1);
    expect(time.monotonicMs()).toBe(0);
  });

  it('obeys Should-Retry: false of charge-api even on a 503', async () => {
    const refusal = problem(503, 'service_unavailable', { retryable: false });
    const { client, run, requests } = scripted([
      { ...refusal, headers: { ...refusal.headers, 'should-retry': 'false' } },
    ]);
    expect(await rejectionOf(run(client.getCharge(CHARGE_ID)))).toMatchObject({ stopReason: 'told_not_to_retry' });
    expect(requests).toHaveLength(1);
  });

  it('does not let a stranger say that asking again is of no use', async () => {
    const gateway = { status: 502, body: '<html>', headers: { 'should-retry': 'false' } };
    const { client, run } = scripted([gateway, ok(200)]);
    expect((await run(client.getCharge(CHARGE_ID))).answer.attempts).toHaveLength(2);
  });

  it('fails fast when the budget is empty, for all operations that share it', async () => {
    const budget = new RetryBudget({ capTokens: 1 });
    const { client, run, requests } = scripted([{ status: 503 }], { budget });
    const first = await rejectionOf(run(client.getCharge(CHARGE_ID)));
    const second = await rejectionOf(run(client.getCharge(CHARGE_ID)));
    expect(first).toBeInstanceOf(RetryBudgetExhaustedError);
    expect(second).toMatchObject({ code: 'retry_budget_exhausted', status: 503, retryable: true });
    expect(requests).toHaveLength(3);
  });

  it('shares one budget per server in a process, whoever makes the client', async () => {
    const baseUrls = ['http://outage-a.test', 'http://outage-b.test'];
    let sends = 0;
    for (let operation = 0; operation < 20; operation++) {
      const { client, run, requests } = scripted([{ status: 503 }], {
        baseUrls: baseUrls.reverse(),
        budget: undefined,
      });
      await rejectionOf(run(client.getCharge(CHARGE_ID)));
      sends += requests.length;
    }
    // 10 retries out of the full bucket; the tenths of the 19 operations after them pay for one more.
    expect(sends).toBe(20 + 10 + 1);
  });

  it('waits while the key is in use, spends no budget, and gets the replay', async () => {
    const refusal = problem(409, 'idempotency_key_in_use', { retryable: true });
    const inUse = { ...refusal, headers: { ...refusal.headers, 'retry-after': '1' } };
    const replay = { ...ok(), headers: { ...ok().headers, 'idempotent-replayed': 'true' } };
    const budget = new RetryBudget({ capTokens: 0 });
    const { client, run } = scripted([inUse, inUse, replay], { budget });
    const { answer } = await run(client.createCharge(CHARGE));
    expect(answer.replayed).toBe(true);
    expect(answer.attempts.map(({ cause, delayMs }) => [cause, delayMs])).toEqual([
      ['first', 0],
      ['wait', 1_250],
      ['wait', 1_500],
    ]);
  });

  it('goes on to another server with each attempt, and begins each operation at the next', async () => {
    const baseUrls = ['http://a.test/', 'http://b.test'];
    const { client, run, requests } = scripted([LOST, ok(), ok()], { baseUrls });
    await run(client.createCharge(CHARGE));
    await run(client.createCharge(CHARGE));
    expect(requests.map((request) => request.url)).toEqual([
      'http://a.test/v1/charges',
      'http://b.test/v1/charges',
      'http://b.test/v1/charges',
    ]);
  });

  it('reports every attempt with the decision that follows it', async () => {
    const { client, run, events } = scripted([LOST, ok()]);
    await run(client.createCharge(CHARGE, { idempotencyKey: 'k-1' }));
    expect(events).toEqual([
      {
        operation: 'createCharge',
        idempotencyKey: 'k-1',
        record: expect.objectContaining({ attempt: 1 }),
        decision: { kind: 'retry', spendsBudget: true, delayMs: 25, jitterMs: 25, jitterBoundMs: 50, retryAfterMs: 0 },
      },
      expect.objectContaining({ decision: { kind: 'stop', reason: 'succeeded' } }),
    ]);
  });

  it('does not let an observer that throws decide about a payment', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const onAttempt = (): never => {
      throw new Error('metrics are down');
    };
    const { client, run } = scripted([ok()], { onAttempt });
    await expect(run(client.createCharge(CHARGE))).resolves.toMatchObject({ id: CHARGE_ID });
    expect(warn.mock.calls).toEqual([['onAttempt threw: Error: metrics are down', 'ChargeClientWarning']]);
    warn.mockRestore();
  });
});
