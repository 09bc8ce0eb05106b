import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresProxy, type CommitFault } from '@once/testing';
import { Pool } from 'pg';
import { createOperationFixture, type OperationFixture } from '../test/operation-fixture.ts';
import { ScriptedHandler } from '../test/scripted-handler.ts';
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

  it('of a claim makes its worker look for what it may have left: it finds its own claim again', async () => {
    const { handler } = await loseCommit('lost-own', 1, 'reply_lost');
    expect(handler.performed).toMatchObject([{ isResumed: true, epoch: 1n }]);
  });
});
