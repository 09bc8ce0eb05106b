import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOperationFixture, type OperationFixture } from '../test/operation-fixture.ts';
import { whileLocked } from '../test/row-lock.ts';
import { ended, ScriptedHandler } from '../test/scripted-handler.ts';
import type { Decision } from './decide-operation.ts';
import { findAbandonedKeys } from './sql/find-abandoned-keys.sql.ts';

const UNKNOWN = { kind: 'unknown', detail: 'no answer' } as const;
const NEEDS_REVIEW = { kind: 'needs_review', detail: 'beyond help' } as const;
const RECEIVED = { kind: 'not_started', refusal: 'down' } as const;
const DONE = { kind: 'finished', settlement: 'done' } as const;

const HOUR_MS = 3_600_000;
const BY_ABANDONMENT = { state: 'RECEIVED', notSeenForMs: HOUR_MS } as const;
const BY_A_PERSON = { state: 'needs_review' } as const;

let fixture: OperationFixture;
beforeAll(async () => {
  fixture = await createOperationFixture();
});
afterAll(() => fixture.close());

/** Lets so much time pass since a key was last asked for. */
const unseenFor = (key: string, ms: number) =>
  fixture.database.ownerPool.query(
    `UPDATE idempotency_keys SET last_seen_at = clock_timestamp() - $2 * interval '1 millisecond'
     WHERE idempotency_key = $1`,
    [key, ms],
  );

const leaveAbandoned = async (...keys: string[]) => {
  await fixture.leave(RECEIVED, ...keys);
  for (const key of keys) await unseenFor(key, HOUR_MS + 1_000);
};

const decide = (key: string, from: Decision<string, string>['from'], handler = new ScriptedHandler(), also = {}) =>
  fixture.engine().decide(handler, {
    key: { tenantId: fixture.tenantId, idempotencyKey: key },
    from,
    settlement: () => 'decided',
    ...also,
  });

const SETTLED = { kind: 'settled', answer: ended('decided').answer };
const NOT_THERE = { kind: 'not_there' };

describe('a decision', () => {
  it('ends what waits for a person, and its callers hear of it', async () => {
    await fixture.leave(NEEDS_REVIEW, 'reviewed');
    await expect(decide('reviewed', BY_A_PERSON)).resolves.toEqual(SETTLED);
    expect(await fixture.keyRow('reviewed')).toEqual({ state: 'COMPLETED', epoch: '2', attempt: 2, unsettled: null });
    const handler = new ScriptedHandler();
    const caller = await fixture.engine().execute(fixture.request('reviewed'), handler);
    expect(caller).toEqual({ kind: 'answered', answer: SETTLED.answer, isReplayed: true });
    expect(handler.performed).toEqual([]);
  });

  it('ends what nobody came back for', async () => {
    await leaveAbandoned('abandoned');
    await expect(decide('abandoned', BY_ABANDONMENT)).resolves.toEqual(SETTLED);
    expect(await fixture.keyRow('abandoned')).toEqual({ state: 'COMPLETED', epoch: '2', attempt: 2, unsettled: null });
  });

  it.each([
    ['an unknown outcome', UNKNOWN],
    ['the operation of a lost worker', 'lost'],
    ['one that has ended', DONE],
  ] as const)('is never taken on %s', async (what, end) => {
    await fixture.leave(end, what.replaceAll(' ', '-'));
    const key = what.replaceAll(' ', '-');
    await unseenFor(key, 10 * HOUR_MS);
    const before = await fixture.keyRow(key);
    for (const from of [BY_ABANDONMENT, BY_A_PERSON]) {
      const handler = new ScriptedHandler();
      await expect(decide(key, from, handler)).resolves.toEqual(NOT_THERE);
      expect(handler.settled).toEqual([]);
    }
    expect(await fixture.keyRow(key)).toEqual(before);
  });

  it('of a person is not taken on what was merely accepted, nor abandonment on what waits for a person', async () => {
    await leaveAbandoned('accepted');
    await fixture.leave(NEEDS_REVIEW, 'in-review');
    await unseenFor('in-review', 10 * HOUR_MS);
    await expect(decide('accepted', BY_A_PERSON)).resolves.toEqual(NOT_THERE);
    await expect(decide('in-review', BY_ABANDONMENT)).resolves.toEqual(NOT_THERE);
  });

  it('to abandon is not taken on what was asked for lately', async () => {
    await fixture.leave(RECEIVED, 'seen-lately');
    await unseenFor('seen-lately', HOUR_MS - 60_000);
    await expect(decide('seen-lately', BY_ABANDONMENT)).resolves.toEqual(NOT_THERE);
    expect(await fixture.keyRow('seen-lately')).toMatchObject({ state: 'RECEIVED', epoch: '1' });
  });

  it('finds what is abandoned, the longest unseen first, and nothing that was seen since', async () => {
    await fixture.leave(RECEIVED, 'unseen-1', 'unseen-2', 'seen');
    await unseenFor('unseen-1', 30 * HOUR_MS);
    await unseenFor('unseen-2', 40 * HOUR_MS);
    await unseenFor('seen', 19 * HOUR_MS);
    const pool = fixture.database.pool('charge_service');
    const asked = { operations: ['test.operation'], notSeenForMs: 20 * HOUR_MS };
    const found = await findAbandonedKeys(pool, { ...asked, limit: 10 });
    expect(found).toEqual(
      ['unseen-2', 'unseen-1'].map((idempotencyKey) => ({
        tenantId: fixture.tenantId,
        idempotencyKey,
        operation: 'test.operation',
      })),
    );
    expect(await findAbandonedKeys(pool, { ...asked, limit: 1 })).toEqual(found.slice(0, 1));
    expect(await findAbandonedKeys(pool, { ...asked, operations: ['test.other'], limit: 10 })).toEqual([]);
  });

  it('is taken once, whoever else decides at the same time or later', async () => {
    await fixture.leave(NEEDS_REVIEW, 'two-deciders');
    const handler = new ScriptedHandler();
    const outcomes = await Promise.all([1, 2, 3].map(() => decide('two-deciders', BY_A_PERSON, handler)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['not_there', 'not_there', 'settled']);
    await expect(decide('two-deciders', BY_A_PERSON, handler)).resolves.toEqual(NOT_THERE);
    expect(handler.settled).toEqual(['decided']);
    expect(await fixture.keyRow('two-deciders')).toMatchObject({ epoch: '2' });
  });

  it('stands or falls with what must go along with it', async () => {
    await fixture.leave(NEEDS_REVIEW, 'contradicted');
    const handler = new ScriptedHandler();
    const alsoInTx = () => Promise.reject(new Error('the provider says otherwise'));
    await expect(decide('contradicted', BY_A_PERSON, handler, { alsoInTx })).rejects.toThrow('says otherwise');
    expect(handler.settled).toEqual([]);
    expect(await fixture.keyRow('contradicted')).toEqual({
      ...{ state: 'PROCESSING', epoch: '1' },
      ...{ attempt: 1, unsettled: 'needs_review' },
    });
  });

  it('is made with the claim in hand, and told to others after its commit', async () => {
    await fixture.leave(NEEDS_REVIEW, 'in-hand');
    const seen: unknown[] = [];
    const handler = Object.assign(new ScriptedHandler(), {
      afterSettled: (items: unknown[]) => seen.push(...items),
    });
    const settlement = ({ epoch, unsettled }: { epoch: bigint; unsettled: string | null }) =>
      `${unsettled} at epoch ${epoch}`;
    await decide('in-hand', BY_A_PERSON, handler, { settlement });
    expect(seen).toMatchObject([
      { settlement: 'needs_review at epoch 2', claim: { request: { command: 'in-hand' }, mayHaveActed: true } },
    ]);
  });

  it('by the handler of another operation finds nothing to decide', async () => {
    await fixture.leave(NEEDS_REVIEW, 'of-another');
    const handler = new ScriptedHandler('other.operation');
    await expect(decide('of-another', BY_A_PERSON, handler)).resolves.toEqual(NOT_THERE);
  });
});

describe('an abandonment and a caller who comes back at the same instant', () => {
  const callAnew = async (key: string) => {
    const handler = new ScriptedHandler();
    const result = await fixture.engine().execute(fixture.request(key), handler);
    return { handler, result };
  };

  it('leave it to the caller who was first', async () => {
    await leaveAbandoned('caller-first');
    let caller: ReturnType<typeof callAnew> | undefined;
    let decision: ReturnType<typeof decide> | undefined;
    await whileLocked(fixture.database, 'caller-first', async (blocked) => {
      caller = callAnew('caller-first');
      await blocked(1);
      decision = decide('caller-first', BY_ABANDONMENT);
      await blocked(2);
    });
    expect(await decision).toEqual(NOT_THERE);
    expect((await caller)?.result).toMatchObject({ kind: 'answered', isReplayed: false });
    expect((await caller)?.handler.performed).toMatchObject([{ epoch: 2n, mayHaveActed: false }]);
  });

  it('leave it abandoned where that was first', async () => {
    await leaveAbandoned('decision-first');
    let caller: ReturnType<typeof callAnew> | undefined;
    let decision: ReturnType<typeof decide> | undefined;
    await whileLocked(fixture.database, 'decision-first', async (blocked) => {
      decision = decide('decision-first', BY_ABANDONMENT);
      await blocked(1);
      caller = callAnew('decision-first');
      await blocked(2);
    });
    expect(await decision).toEqual(SETTLED);
    expect((await caller)?.result).toEqual({ kind: 'answered', answer: SETTLED.answer, isReplayed: true });
    expect((await caller)?.handler.performed).toEqual([]);
  });

  it('never both have it', async () => {
    const keys = Array.from({ length: 40 }, (_unused, index) => `either-${index}`);
    await leaveAbandoned(...keys);
    const [callers, deciders] = [fixture.engine(), fixture.engine()];
    const [asked, decided] = [new ScriptedHandler(), new ScriptedHandler()];
    for (const key of keys) {
      const [result, decision] = await Promise.all([
        callers.execute(fixture.request(key), asked),
        deciders.decide(decided, {
          key: { tenantId: fixture.tenantId, idempotencyKey: key },
          from: BY_ABANDONMENT,
          settlement: () => 'decided',
        }),
      ]);
      const isDecided = decision.kind === 'settled';
      expect(result).toMatchObject({ kind: 'answered', isReplayed: isDecided });
      expect(asked.performed.some(({ request }) => request.command === key)).toBe(!isDecided);
      expect(await fixture.keyRow(key)).toMatchObject({ state: 'COMPLETED', epoch: '2' });
    }
  });
});
