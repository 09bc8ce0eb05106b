import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOperationFixture, type OperationFixture } from '../test/operation-fixture.ts';
import { ended, HoldingHandler } from '../test/scripted-handler.ts';

let fixture: OperationFixture;
beforeAll(async () => void (fixture = await createOperationFixture()));
afterAll(() => fixture.close());

const NOT_STARTED = { kind: 'not_started', refusal: 'provider away' } as const;
const DONE = { kind: 'finished', settlement: 'done' } as const;

/** A key that went back to RECEIVED, by a handler that will be done the next time. */
const receive = async (key: string): Promise<HoldingHandler> => {
  const handler = new HoldingHandler();
  handler.performing = (_claim, call) => Promise.resolve(call === 1 ? NOT_STARTED : DONE);
  expect(await fixture.engine().execute(fixture.request(key), handler)).toMatchObject({ kind: 'refused' });
  expect(await fixture.keyRow(key)).toMatchObject({ state: 'RECEIVED', epoch: '1', attempt: 1 });
  return handler;
};

/** Another process knows nothing of the first one's handler. */
const again = (key: string, handler: HoldingHandler) => fixture.engine().execute(fixture.request(key), handler);

describe('an operation that sets something aside', () => {
  it('gives it back with its key, and takes it again before it is performed', async () => {
    const handler = await receive('k-held');
    expect(handler.given).toEqual([expect.objectContaining({ epoch: 1n, attempt: 1 })]);
    expect(await again('k-held', handler)).toMatchObject({ kind: 'answered', isReplayed: false });
    const claim = { epoch: 2n, attempt: 2, isResumed: true, mayHaveActed: false };
    expect(handler.taken).toEqual([expect.objectContaining(claim)]);
    expect(handler.performed[1]).toMatchObject(claim);
  });

  it('keeps its key when it can not be given back: both happen, or none', async () => {
    const handler = new HoldingHandler();
    handler.performing = () => Promise.resolve(NOT_STARTED);
    handler.giving = () => Promise.reject(new Error('not now'));
    await expect(fixture.engine().execute(fixture.request('k-stuck'), handler)).rejects.toThrow('not now');
    expect(await fixture.keyRow('k-stuck')).toMatchObject({ state: 'PROCESSING', epoch: '1' });
  });

  it('stays RECEIVED when it can not be taken again for now, and is seen to be wanted', async () => {
    const handler = await receive('k-busy');
    await fixture.database.ownerPool.query(
      `UPDATE idempotency_keys SET last_seen_at = clock_timestamp() - interval '1 day' WHERE idempotency_key = 'k-busy'`,
    );
    handler.taking = () => ({ kind: 'withdrawn', refusal: 'busy' });
    expect(await again('k-busy', handler)).toEqual({ kind: 'refused', refusal: 'busy' });
    expect(await fixture.keyRow('k-busy')).toMatchObject({ state: 'RECEIVED', epoch: '1', attempt: 1 });
    const { rowCount } = await fixture.database.ownerPool.query(
      `SELECT FROM idempotency_keys
       WHERE idempotency_key = 'k-busy' AND last_seen_at > clock_timestamp() - interval '1 hour'`,
    );
    expect([rowCount, handler.performed.length]).toEqual([1, 1]);
  });

  it('ends, stored and not performed, when it is refused for good', async () => {
    const handler = await receive('k-over');
    handler.taking = () => ({ kind: 'settled', settled: { ...ended('too late'), state: 'FAILED' } });
    const told = await again('k-over', handler);
    expect(told).toMatchObject({ kind: 'answered', isReplayed: false, answer: { body: Buffer.from('too late') } });
    expect(await again('k-over', handler)).toMatchObject({ kind: 'answered', isReplayed: true });
    expect(await fixture.keyRow('k-over')).toMatchObject({ state: 'FAILED', epoch: '2' });
    expect([handler.taken.length, handler.performed.length]).toEqual([1, 1]);
  });

  it('is taken again once by many that come in the same moment', async () => {
    const handler = await receive('k-many');
    const results = await Promise.all(Array.from({ length: 12 }, () => again('k-many', handler)));
    expect(handler.performed).toHaveLength(2);
    expect(results.filter((result) => result.kind === 'answered' && !result.isReplayed)).toHaveLength(1);
  });
});
