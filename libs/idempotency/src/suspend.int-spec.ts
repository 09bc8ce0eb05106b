import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CommitUnknownError } from '@once/database';
import { eventually } from '@once/testing';
import { Gates } from '../test/gate.ts';
import { createOperationFixture, type OperationFixture } from '../test/operation-fixture.ts';
import { ScriptedHandler, type Scripted } from '../test/scripted-handler.ts';
import { renewLeases } from './sql/renew-leases.sql.ts';

const UNKNOWN = { kind: 'unknown', detail: 'no answer' } as const;
const NEEDS_REVIEW = { kind: 'needs_review', detail: 'beyond help' } as const;

let fixture: OperationFixture;
beforeAll(async () => {
  fixture = await createOperationFixture();
});
afterAll(() => fixture.close());

const gates = new Gates();
afterEach(async () => {
  gates.openAll();
  await fixture.putOff();
});

const handlerThat = (performing: Scripted) => {
  const handler = new ScriptedHandler();
  handler.performing = () => Promise.resolve(performing);
  return handler;
};

/** How far off the end of a key's lease is, milliseconds. */
const leaseLeftMs = async (key: string): Promise<number> => {
  const { rows } = await fixture.database.ownerPool.query<{ left: string }>(
    `SELECT extract(epoch FROM lease_until - clock_timestamp()) * 1000 AS left
     FROM idempotency_keys WHERE idempotency_key = $1`,
    [key],
  );
  return Number(rows[0]?.left);
};

describe('an operation without an outcome', () => {
  it('is left PROCESSING and unknown by its worker, who tells its caller to come back', async () => {
    const handler = handlerThat(UNKNOWN);
    const request = fixture.request('unknown');
    const result = await fixture.engine().execute(request, handler);
    expect(result).toEqual({ kind: 'pending', resourceId: request.resourceId });
    expect(handler.suspended).toMatchObject([{ unsettled: 'unknown', detail: 'no answer', claim: { epoch: 1n } }]);
    const left = { state: 'PROCESSING', epoch: '1', attempt: 1, unsettled: 'unknown' };
    expect(await fixture.keyRow('unknown')).toEqual(left);
  });

  it.each([
    [2, 120_000],
    [4, 300_000],
    [9, 360_000],
  ])('is looked at again after the base and a jittered share of its back-off (try %i)', async (tries, lookAgainMs) => {
    const key = `back-off-${tries}`;
    const options = { unknownBackoff: { baseMs: 60_000, capMs: 600_000 }, random: () => 0.5 };
    await fixture.leave('lost', key);
    await fixture.database.ownerPool.query('UPDATE idempotency_keys SET attempt = $2 WHERE idempotency_key = $1', [
      ...[key, tries - 1],
    ]);
    await fixture.engine(options).execute(fixture.request(key), handlerThat(UNKNOWN));
    const leftMs = await leaseLeftMs(key);
    expect(leftMs).toBeGreaterThan(lookAgainMs - 20_000);
    expect(leftMs).toBeLessThanOrEqual(lookAgainMs);
  });

  it.each([
    ['that is not due yet', false],
    ['that is due', true],
  ])('and %s is nobody’s to claim but the resolver’s: its callers are told to come back', async (_what, isDue) => {
    const key = `pending-${isDue}`;
    await fixture.leave(UNKNOWN, key);
    if (isDue) await fixture.endLease(key);
    const engines = [fixture.engine(), fixture.engine()];
    const handler = new ScriptedHandler();
    const results = await Promise.all(
      Array.from({ length: 16 }, (_unused, index) => engines[index % 2]!.execute(fixture.request(key), handler)),
    );
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['pending']));
    expect(handler.performed).toEqual([]);
    expect(await fixture.keyRow(key)).toMatchObject({ epoch: '1', unsettled: 'unknown' });
  });

  it('is told to whoever waits for it once the resolver has found out', async () => {
    await fixture.leave(UNKNOWN, 'awaited');
    await fixture.endLease('awaited');
    const engine = fixture.engine();
    const handler = new ScriptedHandler();
    const { opened, open } = gates.make();
    handler.performing = () => opened;
    const resolver = engine.sweeper('unknown', { handlers: [handler], maxConcurrent: 1 });
    let hasHeard = false;
    const waiting = fixture
      .engine()
      .execute(fixture.request('awaited'), new ScriptedHandler(), { waitMs: 15_000 })
      .finally(() => (hasHeard = true));
    expect(await resolver.sweep()).toBe(1);
    await eventually('the resolver asks', () => handler.performed.length === 1);
    expect(hasHeard).toBe(false);
    open({ kind: 'finished', settlement: 'found' });
    expect(await waiting).toMatchObject({ kind: 'answered', isReplayed: true, answer: { body: Buffer.from('found') } });
    await resolver.drain();
  });

  it('waits for a person where its handler says so, and its callers with it', async () => {
    const handler = handlerThat(NEEDS_REVIEW);
    const engine = fixture.engine();
    expect(await engine.execute(fixture.request('review'), handler)).toMatchObject({ kind: 'pending' });
    expect(await fixture.keyRow('review')).toMatchObject({ state: 'PROCESSING', unsettled: 'needs_review' });
    expect(await leaseLeftMs('review')).toBe(Infinity);
    expect(await engine.execute(fixture.request('review'), handler, { waitMs: 50 })).toMatchObject({ kind: 'pending' });
    expect(handler.performed).toHaveLength(1);
  });

  it.each([
    ['unknown', UNKNOWN],
    ['needs_review', NEEDS_REVIEW],
  ])('is out of reach for a renewal that was under way when it became %s', async (unsettled, end) => {
    const handler = handlerThat(end);
    const engine = fixture.engine({ unknownBackoff: { baseMs: 60_000, capMs: 60_000 } });
    await engine.execute(fixture.request(`renewed-${unsettled}`), handler);
    const other = new ScriptedHandler();
    const { opened } = gates.make();
    other.performing = () => opened;
    void fixture.engine().execute(fixture.request(`beside-${unsettled}`), other);
    await eventually('the other is under way', () => other.performed.length === 1);
    const before = await leaseLeftMs(`renewed-${unsettled}`);
    const pool = fixture.database.pool('charge_service');
    await renewLeases(pool, [...handler.performed, ...other.performed], 3_600_000);
    expect(await leaseLeftMs(`renewed-${unsettled}`)).toBeLessThanOrEqual(before);
    // And does not fail those that share its statement.
    expect(await leaseLeftMs(`beside-${unsettled}`)).toBeGreaterThan(3_000_000);
  });

  it('is not left to anybody by a worker whose claim was taken: it hears the answer of the new owner', async () => {
    const stale = new ScriptedHandler();
    const { opened, open } = gates.make();
    stale.performing = () => opened;
    const first = fixture.engine().execute(fixture.request('stale'), stale);
    await eventually('the call is under way', () => stale.performed.length === 1);
    await fixture.endLease('stale');
    await fixture.engine().execute(fixture.request('stale'), new ScriptedHandler());
    open(UNKNOWN);
    expect(await first).toMatchObject({ kind: 'answered', isReplayed: true });
    expect(stale.suspended).toEqual([]);
    expect(await fixture.keyRow('stale')).toMatchObject({ state: 'COMPLETED', epoch: '2', unsettled: null });
  });

  it('takes nothing from the owner of a later epoch, who is still at work', async () => {
    const [stale, owner] = [new ScriptedHandler(), new ScriptedHandler()];
    const gateOf = { stale: gates.make(), owner: gates.make() };
    stale.performing = () => gateOf.stale.opened;
    owner.performing = () => gateOf.owner.opened;
    const first = fixture.engine().execute(fixture.request('at-work'), stale);
    await eventually('the call is under way', () => stale.performed.length === 1);
    await fixture.endLease('at-work');
    const second = fixture.engine().execute(fixture.request('at-work'), owner);
    await eventually('the new owner is at work', () => owner.performed.length === 1);
    gateOf.stale.open(UNKNOWN);
    expect(await first).toMatchObject({ kind: 'in_use' });
    expect(stale.suspended).toEqual([]);
    expect(await fixture.keyRow('at-work')).toMatchObject({ state: 'PROCESSING', epoch: '2', unsettled: null });
    gateOf.owner.open({ kind: 'finished', settlement: 'the truth' });
    expect(await second).toMatchObject({ kind: 'answered', isReplayed: false });
  });

  it('keeps the lease of its worker when it cannot be written down', async () => {
    const handler = handlerThat(UNKNOWN);
    handler.suspendInTx = () => Promise.reject(new Error('bug'));
    await expect(fixture.engine().execute(fixture.request('unwritten'), handler)).rejects.toThrow('bug');
    expect(await fixture.keyRow('unwritten')).toMatchObject({ state: 'PROCESSING', unsettled: null });
  });

  it('suspends a crowd without holding up the claims of others', async () => {
    const handler = new ScriptedHandler();
    const { opened, open } = gates.make();
    handler.performing = (claim) => (claim.request.command === 'beside' ? Promise.resolve(UNKNOWN) : opened);
    const engine = fixture.engine({ lanes: 1 });
    const keys = Array.from({ length: 60 }, (_unused, index) => `crowd-${index}`);
    const crowd = keys.map((key) => engine.execute(fixture.request(key), handler));
    await eventually('all are under way', () => handler.performed.length === keys.length);
    open(UNKNOWN);
    const results = await Promise.all([...crowd, engine.execute(fixture.request('beside'), handler)]);
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['pending']));
    expect(handler.suspended).toHaveLength(keys.length + 1);
  });
});

describe('an answer that comes after its worker lost its claim', () => {
  /** A worker who wakes up with an answer, after another one has ended the operation. */
  const comeLate = async (key: string, keeping?: ScriptedHandler['keeping']) => {
    const stale = new ScriptedHandler();
    if (keeping) stale.keeping = keeping;
    const failures: string[] = [];
    const engine = fixture.engine({ onBackgroundFailure: (what) => failures.push(what) });
    const { opened, open } = gates.make();
    stale.performing = () => opened;
    const first = engine.execute(fixture.request(key), stale);
    await eventually('the call is under way', () => stale.performed.length === 1);
    await fixture.endLease(key);
    await fixture.engine().execute(fixture.request(key), new ScriptedHandler());
    open({ kind: 'finished', settlement: 'late answer' });
    return { result: await first, stale, failures };
  };

  it('is kept, settles nothing, and does not reach its caller', async () => {
    const { result, stale } = await comeLate('late');
    expect(stale.kept).toEqual(['late answer']);
    expect(stale.settled).toEqual([]);
    expect(result).toMatchObject({ kind: 'answered', isReplayed: true, answer: { body: Buffer.from('call 1') } });
  });

  it('is kept when the database is back, after it was away', async () => {
    const away = new CommitUnknownError(new Error('gone'));
    const { stale, failures } = await comeLate('late-outage', (_settlement, call) =>
      call === 1 ? Promise.reject(away) : Promise.resolve(),
    );
    expect(stale.kept).toEqual(['late answer', 'late answer']);
    expect(failures).toEqual([]);
  });

  it('is reported when it cannot be kept, and its caller hears the truth all the same', async () => {
    const { result, failures } = await comeLate('late-bug', () => Promise.reject(new Error('bug')));
    expect(failures).toEqual(['late answer of test.operation']);
    expect(result).toMatchObject({ kind: 'answered', isReplayed: true });
  });
});
