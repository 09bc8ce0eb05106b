import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';

const expectShed = (answer: Answer, status: number, code: string): void => {
  expect(answer).toMatchObject({ status, body: { code, retryable: true } });
  expect(answer.headers.get('should-retry')).toBe('true');
  expect(answer.headers.get('retry-after')).toBe('1');
};

describe('the rate limit of a tenant', () => {
  let world: ChargeApiWorld;
  beforeAll(async () => void (world = await ChargeApiWorld.start({ env: { RATE_LIMIT_PER_SECOND: '5' } })));
  afterAll(() => world.stop());

  it('refuses what is too much by 429, uses up no key and leaves other tenants alone', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `k-rate-${index}`);
    const answers = await Promise.all(keys.map((key) => world.acme.charge({}, { key })));
    const refused = answers.flatMap((answer, index) => (answer.status === 429 ? [{ answer, key: keys[index]! }] : []));
    expect(refused.length).toBeGreaterThanOrEqual(15);
    for (const { answer } of refused) expectShed(answer, 429, 'rate_limited');
    expect(await world.count('SELECT FROM idempotency_keys')).toBe(keys.length - refused.length);
    expect((await world.globex.charge()).status).toBe(201);
    const { key } = refused[0]!;
    const done = await eventually('room under the limit', async () => {
      const answer = await world.acme.charge({}, { key });
      return answer.status === 429 ? undefined : answer;
    });
    expect(done.status).toBe(201);
    expect(done.headers.has('idempotent-replayed')).toBe(false);
  });

  it('is not told to strangers: without a known API key the answer is 401, however often', async () => {
    const headers = { authorization: 'Bearer sk_test_unknown' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.acme.charge({}, { headers })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  });
});

describe('a process at its limit', () => {
  let world: ChargeApiWorld;
  beforeAll(async () => void (world = await ChargeApiWorld.start({ env: { MAX_IN_FLIGHT: '1', MAX_QUEUED: '1' } })));
  afterAll(() => world.stop());

  it('sheds by 503 before the claim: the key is not used up', async () => {
    await world.provider.setLatency(1_000);
    const working = world.acme.charge();
    await eventually('the first is with the provider', () => world.count('SELECT FROM provider_attempts'));
    const others = ['k-shed-1', 'k-shed-2', 'k-shed-3'].map((key) => world.acme.charge({}, { key }));
    const answers = await Promise.all(others);
    const shed = answers.filter(({ status }) => status === 503);
    expect(shed).toHaveLength(2);
    for (const answer of shed) expectShed(answer, 503, 'overloaded');
    expect((await working).status).toBe(201);
    expect(await world.count('SELECT FROM idempotency_keys')).toBe(2);
    await world.provider.setLatency(0);
    for (const key of ['k-shed-1', 'k-shed-2', 'k-shed-3']) {
      expect((await world.acme.charge({}, { key })).status).toBe(201);
    }
    expect(await world.count('SELECT FROM charges')).toBe(4);
  });
});
