import { describe, expect, it } from '@jest/globals';
import { CHARGE_ID, problem, rejectionOf, scripted, ok } from '../test/scripted-api.ts';
import { OutcomeUnknownError } from './errors/error-classes.ts';

const POST = { method: 'POST', path: '/v1/charges' } as const;

describe('sendRaw', () => {
  it('sends malformed bytes as they are and returns the refusal instead of throwing', async () => {
    const { client, run, requests } = scripted([problem(400, 'invalid_json', { retryable: false })]);
    const answer = await run(client.sendRaw({ ...POST, rawBody: '{"amount": 10,,}', idempotencyKey: 'k-1' }));
    expect(answer).toMatchObject({
      status: 400,
      replayed: false,
      idempotencyKey: 'k-1',
      stopReason: 'not_retryable',
      reading: 'refused',
    });
    expect(JSON.parse(answer.bodyText)).toMatchObject({ code: 'invalid_json' });
    expect(requests[0]?.body).toBe('{"amount": 10,,}');
  });

  it('retries like every other call, with the same key and bytes, even when the caller reuses its buffer', async () => {
    const rawBody = new TextEncoder().encode('{"amount":1099,"currency":"EUR"}');
    const { client, run, requests } = scripted([{ breaks: 'ECONNRESET', afterMs: 10 }, ok()]);
    const sending = client.sendRaw({ ...POST, rawBody });
    rawBody.fill(0);
    const answer = await run(sending);
    expect(answer.status).toBe(201);
    expect(answer.attempts).toHaveLength(2);
    expect(requests.map(({ body }) => body)).toEqual(Array(2).fill('{"amount":1099,"currency":"EUR"}'));
    expect(requests[1]?.headers.get('idempotency-key')).toBe(requests[0]?.headers.get('idempotency-key'));
  });

  it('gives bytes, text, headers and the mark of a replay', async () => {
    const headers = { 'Content-Type': 'application/json', 'Idempotent-Replayed': 'true', Location: '/v1/charges/1' };
    const { client, run } = scripted([{ status: 201, body: '{"é":1}', headers }]);
    const answer = await run(client.sendRaw({ ...POST, rawBody: '{}' }));
    expect(answer.replayed).toBe(true);
    expect(answer.headers).toMatchObject({ location: '/v1/charges/1' });
    expect(answer.bodyText).toBe('{"é":1}');
    expect(answer.bodyBytes).toEqual(new Uint8Array([0x7b, 0x22, 0xc3, 0xa9, 0x22, 0x3a, 0x31, 0x7d]));
  });

  it('returns the last answer when it gives up on one that may still change', async () => {
    const { client, run } = scripted([problem(503, 'overloaded', { retryable: true })], { deadlineMs: 1_000 });
    const answer = await run(client.sendRaw({ ...POST, rawBody: '{}' }));
    expect(answer).toMatchObject({ status: 503, stopReason: 'deadline' });
  });

  it('asks again where the last answer is none of charge-api, and returns that one when it gives up', async () => {
    const { client, run } = scripted(
      [
        { status: 201, body: '' },
        { status: 402, body: { error: 'quota' } },
      ],
      {
        deadlineMs: 1_000,
      },
    );
    const answer = await run(client.sendRaw({ ...POST, rawBody: '{}' }));
    expect(answer).toMatchObject({ status: 402, stopReason: 'deadline', reading: 'unreadable' });
    expect(answer.attempts.length).toBeGreaterThan(2);
  });

  it.each([
    ['/v1/charges', '{"amount":5e2,"currency":"EUR","source":"tok_visa"}', ok(201, { amount: 501 })],
    ['/v1/charges', '{"\\u0061mount":500.0,"currency":"USD"}', ok(201, { amount: 500, currency: 'EUR' })],
    [`/v1/charges/${CHARGE_ID}/capture`, '{}', ok(200, { amount_captured: 1 })],
    [`/v1/charges/${CHARGE_ID}/cancel`, '{}', ok(200)],
  ])('compares an answer to %s with the bytes %s that it sent', async (path, rawBody, answer) => {
    const { client, run } = scripted([answer], { deadlineMs: 1_000 });
    expect(await run(client.sendRaw({ method: 'POST', path, rawBody }))).toMatchObject({ reading: 'unreadable' });
  });

  it('throws when no answer came at all', async () => {
    const { client, run } = scripted([{ breaks: 'ECONNRESET' }], { deadlineMs: 1_000 });
    expect(await rejectionOf(run(client.sendRaw({ ...POST, rawBody: '{}' })))).toBeInstanceOf(OutcomeUnknownError);
  });

  it('sends a POST without a key once and never again', async () => {
    const { client, run, requests } = scripted([{ status: 503 }, ok()]);
    const answer = await run(client.sendRaw({ ...POST, rawBody: '{}', idempotencyKey: null }));
    expect(answer.status).toBe(503);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers.has('idempotency-key')).toBe(false);
  });

  it('passes on a malformed key that a header can carry, and refuses one that it cannot', async () => {
    const { client, run, requests } = scripted([problem(400, 'idempotency_key_invalid')]);
    await run(client.sendRaw({ ...POST, rawBody: '{}', idempotencyKey: 'two words' }));
    expect(requests[0]?.headers.get('idempotency-key')).toBe('two words');
    const error = await rejectionOf(run(client.sendRaw({ ...POST, rawBody: '{}', idempotencyKey: 'a\nb' })));
    expect(error).toMatchObject({ code: 'invalid_argument' });
  });

  it('refuses a path that would change the host', async () => {
    const { client, run, requests } = scripted([ok()]);
    const error = await rejectionOf(run(client.sendRaw({ method: 'GET', path: '@elsewhere.test/' })));
    expect(error).toMatchObject({ code: 'invalid_argument' });
    expect(requests).toEqual([]);
  });
});
