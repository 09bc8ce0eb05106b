import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import { Gates } from '../test/gate.ts';
import { createOperationFixture, type OperationFixture } from '../test/operation-fixture.ts';
import { ended, ScriptedHandler } from '../test/scripted-handler.ts';
import type { ExecuteResult } from './execute-result.ts';

let fixture: OperationFixture;
beforeAll(async () => {
  fixture = await createOperationFixture();
});
afterAll(() => fixture.close());

const gates = new Gates();
afterEach(() => gates.openAll());

const bodyOf = (result: ExecuteResult<string>): string =>
  result.kind === 'answered' ? result.answer.body.toString() : result.kind;

describe('execute', () => {
  it('runs the handler once for callers of the same instant on different processes', async () => {
    const engines = [fixture.engine(), fixture.engine()];
    const handler = new ScriptedHandler();
    for (const key of Array.from({ length: 20 }, (_unused, index) => `twins-${index}`)) {
      const before = handler.performed.length;
      const results = await Promise.all(
        Array.from({ length: 16 }, (_unused, index) =>
          engines[index % 2]!.execute(fixture.request(key), handler, { waitMs: 5_000 }),
        ),
      );
      expect(handler.performed.length - before).toBe(1);
      expect(new Set(results.map(bodyOf)).size).toBe(1);
      expect(results.filter((result) => result.kind === 'answered' && !result.isReplayed)).toHaveLength(1);
    }
  });

  it('tells a caller without patience that the key is in use', async () => {
    const handler = new ScriptedHandler();
    const { opened, open } = gates.make();
    handler.performing = () => opened;
    const first = fixture.engine().execute(fixture.request('in-use'), handler);
    await eventually('the call is under way', () => handler.performed.length === 1);
    const second = await fixture.engine().execute(fixture.request('in-use'), handler);
    expect(second).toEqual({ kind: 'in_use', retryAfterMs: expect.any(Number) });
    open({ kind: 'finished', settlement: 'late' });
    expect(bodyOf(await first)).toBe('late');
  });

  it('replays the stored bytes and headers', async () => {
    const handler = new ScriptedHandler();
    const engine = fixture.engine();
    await engine.execute(fixture.request('replay'), handler);
    const again = await engine.execute(fixture.request('replay'), handler);
    expect(again).toEqual({ kind: 'answered', answer: ended('call 1').answer, isReplayed: true });
  });

  it('refuses another operation under the key for ever, and changes nothing', async () => {
    const handler = new ScriptedHandler();
    const engine = fixture.engine();
    await engine.execute(fixture.request('reuse'), handler);
    const before = await fixture.keyRow('reuse');
    const other = fixture.request('reuse', { input: { key: 'other' } });
    await expect(engine.execute(other, handler)).resolves.toEqual({ kind: 'reused' });
    expect(await fixture.keyRow('reuse')).toEqual(before);
  });

  it('takes the operation of a lost worker up at the next epoch, with the same resource', async () => {
    const handler = new ScriptedHandler();
    const engine = fixture.engine();
    handler.performing = () => Promise.reject(new Error('died'));
    await expect(engine.execute(fixture.request('taken-up'), handler)).rejects.toThrow('died');
    await fixture.endLease('taken-up');
    handler.performing = () => Promise.resolve({ kind: 'finished', settlement: 'resumed' });
    expect(bodyOf(await engine.execute(fixture.request('taken-up'), handler))).toBe('resumed');
    const [first, second] = handler.performed;
    expect(second).toMatchObject({ isResumed: true, mayHaveActed: true, epoch: 2n, resourceId: first?.resourceId });
    expect(await fixture.keyRow('taken-up')).toMatchObject({ state: 'COMPLETED', epoch: '2', attempt: 2 });
  });

  it('lets one of many takers have the operation of a lost worker', async () => {
    const handler = new ScriptedHandler();
    const engines = Array.from({ length: 4 }, () => fixture.engine());
    for (const key of Array.from({ length: 10 }, (_unused, index) => `taken-${index}`)) {
      await fixture.leave('lost', key);
      const before = handler.performed.length;
      await Promise.all(engines.flatMap((engine) => [1, 2].map(() => engine.execute(fixture.request(key), handler))));
      expect(handler.performed.length - before).toBe(1);
      expect(await fixture.keyRow(key)).toMatchObject({ epoch: '2' });
    }
  });

  it('refuses the write of a worker whose lease was taken, and gives it the answer of the new owner', async () => {
    const stale = new ScriptedHandler();
    const { opened, open } = gates.make();
    stale.performing = () => opened;
    const first = fixture.engine().execute(fixture.request('fenced'), stale);
    await eventually('the call is under way', () => stale.performed.length === 1);
    await fixture.endLease('fenced');
    const fresh = new ScriptedHandler();
    fresh.performing = () => Promise.resolve({ kind: 'finished', settlement: 'the truth' });
    expect(bodyOf(await fixture.engine().execute(fixture.request('fenced'), fresh))).toBe('the truth');
    open({ kind: 'finished', settlement: 'a different answer' });
    const late = await first;
    expect(bodyOf(late)).toBe('the truth');
    expect(late).toMatchObject({ isReplayed: true });
    expect(stale.settled).toEqual([]);
  });

  it('keeps a lease alive while the call takes longer than the lease', async () => {
    const handler = new ScriptedHandler();
    const { opened, open } = gates.make();
    handler.performing = () => opened;
    const options = { leaseMs: 600, answerDeadlineMs: 500 };
    const first = fixture.engine(options).execute(fixture.request('renewed'), handler);
    await expect(first).resolves.toMatchObject({ kind: 'pending' });
    const renewed = await eventually('the lease was moved on', async () => {
      const { rows } = await fixture.database.ownerPool.query<{ beyond: boolean }>(
        `SELECT lease_until > created_at + interval '1500 milliseconds' AS beyond
         FROM idempotency_keys WHERE idempotency_key = 'renewed'`,
      );
      return rows[0]?.beyond;
    });
    expect(renewed).toBe(true);
    const other = await fixture.engine(options).execute(fixture.request('renewed'), handler);
    expect(other.kind).toBe('in_use');
    open({ kind: 'finished', settlement: 'slow' });
    const done = await fixture.engine(options).execute(fixture.request('renewed'), handler, { waitMs: 5_000 });
    expect(bodyOf(done)).toBe('slow');
    expect(handler.performed).toHaveLength(1);
  });

  it('begins no operation twice for callers who wait as long as its call lasts', async () => {
    const handler = new ScriptedHandler();
    const { opened, open } = gates.make();
    handler.performing = () => opened;
    const engine = fixture.engine({ answerDeadlineMs: 20 });
    // Timers fire early now and then: some of so many callers would have time to look again, their call under way.
    const keys = Array.from({ length: 50 }, (_unused, index) => `patient-${index}`);
    const results = await Promise.all(
      keys.map((key, index) => engine.execute(fixture.request(key), handler, { waitMs: 200 + index })),
    );
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['pending']));
    expect(handler.performed).toHaveLength(keys.length);
    open({ kind: 'finished', settlement: 'late' });
    await engine.drain();
    expect(handler.settled).toHaveLength(keys.length);
  });

  it('refuses a second handler that goes by the name of the first', async () => {
    const engine = fixture.engine();
    await engine.execute(fixture.request('one-handler'), new ScriptedHandler());
    const second = new ScriptedHandler();
    await expect(engine.execute(fixture.request('two-handlers'), second)).rejects.toThrow('two handlers');
    expect(() => engine.sweeper('unknown', { handlers: [second], maxConcurrent: 1 })).toThrow('two handlers');
    expect(await fixture.keyRow('two-handlers')).toBeUndefined();
  });

  it('gives an operation back that certainly did not act, and runs it again for the same key', async () => {
    const handler = new ScriptedHandler();
    handler.performing = (_claim, call) =>
      Promise.resolve(call === 1 ? { kind: 'not_started', refusal: 'down' } : { kind: 'finished', settlement: 'up' });
    const engine = fixture.engine();
    await expect(engine.execute(fixture.request('released'), handler)).resolves.toEqual({
      kind: 'refused',
      refusal: 'down',
    });
    expect(await fixture.keyRow('released')).toMatchObject({ state: 'RECEIVED' });
    expect(bodyOf(await engine.execute(fixture.request('released'), handler))).toBe('up');
    const [first, second] = handler.performed;
    expect(second).toMatchObject({ isResumed: true, mayHaveActed: false, resourceId: first?.resourceId });
  });

  it('does not burn the key of an operation that is refused without trace', async () => {
    const handler = new ScriptedHandler();
    handler.prepare = () => ({ kind: 'withdrawn', refusal: 'busy' });
    const engine = fixture.engine();
    await expect(engine.execute(fixture.request('busy'), handler)).resolves.toEqual({
      kind: 'refused',
      refusal: 'busy',
    });
    expect(await fixture.keyRow('busy')).toBeUndefined();
    handler.prepare = () => ({ kind: 'prepared' });
    const changed = fixture.request('busy', { input: { another: 'body' } });
    expect(bodyOf(await engine.execute(changed, handler))).toBe('call 1');
  });

  it('stores what the claim decides on the spot, without a call', async () => {
    const handler = new ScriptedHandler();
    handler.prepare = () => ({ kind: 'settled', settled: { ...ended('refused'), state: 'FAILED' } });
    const engine = fixture.engine();
    expect(bodyOf(await engine.execute(fixture.request('on-the-spot'), handler))).toBe('refused');
    expect(bodyOf(await engine.execute(fixture.request('on-the-spot'), handler))).toBe('refused');
    expect(handler.performed).toHaveLength(0);
    expect(await fixture.keyRow('on-the-spot')).toMatchObject({ state: 'FAILED' });
  });

  it('leaves a failed handler PROCESSING, never released: a 5xx may hide a charge', async () => {
    const handler = new ScriptedHandler();
    handler.performing = () => Promise.reject(new Error('bug'));
    const engine = fixture.engine();
    await expect(engine.execute(fixture.request('bug'), handler)).rejects.toThrow('bug');
    expect(await fixture.keyRow('bug')).toMatchObject({ state: 'PROCESSING', epoch: '1' });
    await expect(engine.execute(fixture.request('bug'), handler)).resolves.toMatchObject({ kind: 'in_use' });
  });

  it('keeps tenants apart under one key', async () => {
    const other = '00000000-0000-4000-8000-000000000001';
    await fixture.database.ownerPool.query('INSERT INTO tenants (id, name) VALUES ($1, $2)', [other, 'other']);
    const handler = new ScriptedHandler();
    const engine = fixture.engine();
    const mine = await engine.execute(fixture.request('shared'), handler);
    const theirs = await engine.execute(fixture.request('shared', { tenantId: other, input: 'else' }), handler);
    expect([bodyOf(mine), bodyOf(theirs)]).toEqual(['call 1', 'call 2']);
  });

  it('does not let one bad operation fail those that share its batch', async () => {
    const handler = new ScriptedHandler();
    handler.prepare = (claim) => {
      if (claim.request.command === 'batch-13') throw new Error('bad row');
      return { kind: 'prepared' };
    };
    const engine = fixture.engine({ lanes: 1 });
    const keys = Array.from({ length: 40 }, (_unused, index) => `batch-${index}`);
    const settled = await Promise.allSettled(keys.map((key) => engine.execute(fixture.request(key), handler)));
    const failed = keys.filter((_key, index) => settled[index]?.status === 'rejected');
    expect(failed).toEqual(['batch-13']);
    expect(await fixture.keyRow('batch-13')).toBeUndefined();
  });

  it('shows a purged operation instead of running it again', async () => {
    const handler = new ScriptedHandler();
    const engine = fixture.engine();
    const request = fixture.request('purged');
    await engine.execute(request, handler);
    await fixture.database.ownerPool.query(
      `UPDATE idempotency_keys SET response_body = NULL WHERE idempotency_key = 'purged'`,
    );
    await expect(engine.execute(fixture.request('purged'), handler)).resolves.toEqual({
      kind: 'purged',
      status: 201,
      resourceId: request.resourceId,
    });
    expect(handler.performed).toHaveLength(1);
  });
});
