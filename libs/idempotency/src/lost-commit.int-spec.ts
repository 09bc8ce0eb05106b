import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresProxy, type CommitFault } from '@once/testing';
import { Pool, type PoolClient } from 'pg';
import { createOperationFixture, type OperationFixture } from '../test/operation-fixture.ts';
import { HoldingHandler, ScriptedHandler } from '../test/scripted-handler.ts';
import { IdempotentOperations } from './idempotent-operations.ts';

let fixture: OperationFixture;
let proxy: PostgresProxy;
let pool: Pool;

beforeAll(async () => {
  fixture = await createOperationFixture();
  proxy = await PostgresProxy.inFrontOf(fixture.database.serviceUrl('charge_service'));
  pool = new Pool({ connectionString: proxy.url, max: 4 });
  pool.on('error', () => undefined);
});

afterAll(async () => {
  await pool.end();
  await proxy.close();
  await fixture.close();
});

/** Loses the n-th COMMIT of one execution: the first is the claim's, the second the completion's. */
const loseCommit = async (key: string, nth: 1 | 2, fault: CommitFault) => {
  const handler = new ScriptedHandler();
  if (nth === 1) proxy.loseNextCommit(fault);
  handler.performing = (_claim, call) => {
    if (nth === 2 && call === 1) proxy.loseNextCommit(fault);
    return Promise.resolve({ kind: 'finished', settlement: `call ${call}` });
  };
  const before = proxy.lost[fault];
  const result = await new IdempotentOperations(pool).execute(fixture.request(key), handler);
  expect(proxy.lost[fault]).toBe(before + 1);
  return { result, handler };
};

describe('a lost COMMIT', () => {
  it.each([
    [1, 'reply_lost'],
    [1, 'request_lost'],
    [2, 'reply_lost'],
    [2, 'request_lost'],
  ] as const)('of transaction %d (%s) ends in one execution and its answer', async (nth, fault) => {
    const key = `lost-${nth}-${fault}`;
    const { result, handler } = await loseCommit(key, nth, fault);
    expect(result).toMatchObject({ kind: 'answered' });
    expect(handler.performed).toHaveLength(1);
    expect(await fixture.keyRow(key)).toMatchObject({ state: 'COMPLETED', epoch: '1' });
    const again = await fixture.engine().execute(fixture.request(key), handler);
    expect(again).toMatchObject({ kind: 'answered', isReplayed: true });
    expect(handler.performed).toHaveLength(1);
  });

  it.each([
    ['unknown', 'reply_lost'],
    ['unknown', 'request_lost'],
    ['needs_review', 'reply_lost'],
    ['needs_review', 'request_lost'],
  ] as const)('of a suspension (%s, %s) leaves one suspension', async (unsettled, fault) => {
    const key = `lost-${unsettled}-${fault}`;
    const handler = new ScriptedHandler();
    handler.performing = () => {
      proxy.loseNextCommit(fault);
      return Promise.resolve({ kind: unsettled, detail: 'no answer' });
    };
    const before = proxy.lost[fault];
    const result = await new IdempotentOperations(pool).execute(fixture.request(key), handler);
    expect(proxy.lost[fault]).toBe(before + 1);
    expect(result).toMatchObject({ kind: 'pending' });
    expect(await fixture.keyRow(key)).toEqual({ state: 'PROCESSING', epoch: '1', attempt: 1, unsettled });
    // What was committed is not written a second time; what was not is.
    expect(handler.suspended).toHaveLength(fault === 'reply_lost' ? 1 : 2);
  });

  it('of the suspension of what was unknown before counts as this look’s own', async () => {
    await fixture.leave({ kind: 'unknown', detail: 'no answer' }, 'lost-again');
    await fixture.endLease('lost-again');
    const handler = new ScriptedHandler();
    handler.performing = () => {
      proxy.loseNextCommit('reply_lost');
      return Promise.resolve({ kind: 'unknown', detail: 'no answer' });
    };
    const outcomes: string[] = [];
    const onEnd = (outcome: string) => outcomes.push(outcome);
    const options = { handlers: [handler], maxConcurrent: 1, onEnd };
    const resolver = new IdempotentOperations(pool).sweeper('unknown', options);
    expect(await resolver.sweep()).toBe(1);
    await resolver.drain();
    expect(outcomes).toEqual(['unsettled']);
    expect(handler.suspended).toHaveLength(1);
    expect(await fixture.keyRow('lost-again')).toMatchObject({ epoch: '2', unsettled: 'unknown' });
  });

  it.each(['reply_lost', 'request_lost'] as const)('of giving back (%s) gives back once', async (fault) => {
    const key = `lost-given-back-${fault}`;
    const handler = new HoldingHandler();
    handler.performing = () => {
      proxy.loseNextCommit(fault);
      return Promise.resolve({ kind: 'not_started', refusal: 'provider away' });
    };
    const before = proxy.lost[fault];
    const result = await new IdempotentOperations(pool).execute(fixture.request(key), handler);
    expect(proxy.lost[fault]).toBe(before + 1);
    expect(result).toEqual({ kind: 'refused', refusal: 'provider away' });
    expect(await fixture.keyRow(key)).toMatchObject({ state: 'RECEIVED', epoch: '1', attempt: 1 });
    expect([handler.performed.length, handler.given.length]).toEqual([1, fault === 'reply_lost' ? 1 : 2]);
  });

  it('or a lost reply to the one statement that gives back without a transaction ends as if it had come', async () => {
    const direct = fixture.database.pool('charge_service');
    let lost = 0;
    direct.on('connect', (client: PoolClient) => {
      const query = client.query.bind(client) as (...asked: unknown[]) => Promise<unknown>;
      client.query = (async (...asked: [string | { name?: string }]) => {
        const reply = await query(...asked);
        const isLost = typeof asked[0] === 'object' && asked[0].name === 'release-key' && lost++ === 0;
        if (isLost) throw new Error('Connection terminated unexpectedly');
        return reply;
      }) as never;
    });
    const handler = new ScriptedHandler();
    handler.performing = () => Promise.resolve({ kind: 'not_started', refusal: 'provider away' });
    const result = await new IdempotentOperations(direct).execute(fixture.request('lost-statement'), handler);
    expect(result).toEqual({ kind: 'refused', refusal: 'provider away' });
    expect(lost).toBe(2);
    expect(await fixture.keyRow('lost-statement')).toMatchObject({ state: 'RECEIVED', epoch: '1', attempt: 1 });
  });

  it.each(['reply_lost', 'request_lost'] as const)('of a decision (%s) leaves one decision', async (fault) => {
    const key = `lost-decision-${fault}`;
    await fixture.leave({ kind: 'needs_review', detail: 'beyond help' }, key);
    const handler = new ScriptedHandler();
    const engine = new IdempotentOperations(pool);
    const decision = {
      key: { tenantId: fixture.tenantId, idempotencyKey: key },
      from: { state: 'needs_review' },
      settlement: () => 'decided',
    } as const;
    const before = proxy.lost[fault];
    proxy.loseNextCommit(fault);
    await expect(engine.decide(handler, decision)).resolves.toMatchObject({
      kind: 'settled',
      answer: { body: Buffer.from('decided') },
    });
    expect(proxy.lost[fault]).toBe(before + 1);
    expect(handler.settled).toHaveLength(fault === 'reply_lost' ? 1 : 2);
    expect(await fixture.keyRow(key)).toMatchObject({ state: 'COMPLETED', epoch: '2' });
    await expect(engine.decide(handler, decision)).resolves.toEqual({ kind: 'not_there' });
  });

  it('of a claim makes its worker look for what it may have left: it finds its own claim again', async () => {
    const { handler } = await loseCommit('lost-own', 1, 'reply_lost');
    expect(handler.performed).toMatchObject([{ isResumed: true, epoch: 1n }]);
  });
});
