import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import { Gates } from '../test/gate.ts';
import { createOperationFixture, type OperationFixture } from '../test/operation-fixture.ts';
import { ScriptedHandler } from '../test/scripted-handler.ts';
import type { IdempotentOperations } from './idempotent-operations.ts';
import type { DueWork } from './sql/claim-due-keys.sql.ts';
import type { SweepOutcome } from './sweeper.ts';

const UNKNOWN = { kind: 'unknown', detail: 'no answer' } as const;
const ELSEWHERE = { ...UNKNOWN, isElsewhere: true };
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

const sweeperOf = (due: DueWork, handler: ScriptedHandler, engine: IdempotentOperations = fixture.engine()) => {
  const outcomes: SweepOutcome[] = [];
  const options = { handlers: [handler], maxConcurrent: 16, onEnd: (outcome: SweepOutcome) => outcomes.push(outcome) };
  return { sweeper: engine.sweeper(due, options), outcomes };
};

/** One round, and the end of all that it began. */
const sweepOnce = async (due: DueWork, handler: ScriptedHandler, engine?: IdempotentOperations) => {
  const { sweeper, outcomes } = sweeperOf(due, handler, engine);
  const taken = await sweeper.sweep();
  await sweeper.drain();
  return { taken, outcomes };
};

const keysOf = (prefix: string, count: number) =>
  Array.from({ length: count }, (_unused, index) => `${prefix}-${index}`);

describe('the resolver', () => {
  it('leaves an unknown outcome alone until it is time to look', async () => {
    await fixture.leave(UNKNOWN, 'not-due');
    const handler = new ScriptedHandler();
    await expect(sweepOnce('unknown', handler)).resolves.toEqual({ taken: 0, outcomes: [] });
    expect(await fixture.keyRow('not-due')).toMatchObject({ epoch: '1', unsettled: 'unknown' });
  });

  it('takes it up at the next epoch when it is due, and ends it', async () => {
    await fixture.leave(UNKNOWN, 'due');
    const { rows } = await fixture.database.ownerPool.query<{ resource_id: string }>(
      `SELECT resource_id FROM idempotency_keys WHERE idempotency_key = 'due'`,
    );
    await fixture.endLease('due');
    const handler = new ScriptedHandler();
    await expect(sweepOnce('unknown', handler)).resolves.toEqual({ taken: 1, outcomes: ['completed'] });
    expect(handler.performed).toMatchObject([
      {
        request: { tenantId: fixture.tenantId, idempotencyKey: 'due', operation: 'test.operation', command: 'due' },
        resourceId: rows[0]?.resource_id,
        epoch: 2n,
        attempt: 2,
        unsettled: 'unknown',
        isResumed: true,
        mayHaveActed: true,
      },
    ]);
    expect(await fixture.keyRow('due')).toEqual({ state: 'COMPLETED', epoch: '2', attempt: 2, unsettled: null });
    const again = await fixture.engine().execute(fixture.request('due'), handler);
    expect(again).toMatchObject({ kind: 'answered', isReplayed: true });
  });

  it('leaves what it finds unknown for a later look, and what is beyond help to a person', async () => {
    await fixture.leave(UNKNOWN, 'still-unknown', 'hopeless');
    await fixture.endLease('still-unknown', 'hopeless');
    const handler = new ScriptedHandler();
    handler.performing = ({ request }) => Promise.resolve(request.command === 'hopeless' ? NEEDS_REVIEW : UNKNOWN);
    const { outcomes } = await sweepOnce('unknown', handler);
    expect(outcomes).toEqual(['unsettled', 'unsettled']);
    expect(await fixture.keyRow('still-unknown')).toMatchObject({ epoch: '2', unsettled: 'unknown' });
    expect(await fixture.keyRow('hopeless')).toMatchObject({ epoch: '2', unsettled: 'needs_review' });
    await expect(sweepOnce('unknown', handler)).resolves.toMatchObject({ taken: 0 });
  });

  it('leaves what only others can find out to them: it is due for them at once, and for itself no more', async () => {
    await fixture.leave(UNKNOWN, 'of-others', 'of-anybody');
    // Late tries wait long: where each of them draws the longest, a look by the wrong process would cost a minute.
    await fixture.database.ownerPool.query(
      `UPDATE idempotency_keys SET attempt = 20 WHERE idempotency_key IN ('of-others', 'of-anybody')`,
    );
    const ours = fixture.engine({ random: () => 0.999 });
    const handler = new ScriptedHandler();
    handler.performing = ({ request }) => Promise.resolve(request.command === 'of-others' ? ELSEWHERE : UNKNOWN);
    await fixture.endLease('of-others', 'of-anybody');
    await expect(sweepOnce('unknown', handler, ours)).resolves.toMatchObject({ taken: 2 });
    const { rows } = await fixture.database.ownerPool.query(
      `SELECT idempotency_key AS key, lease_until <= clock_timestamp() + interval '500 milliseconds' AS soon
       FROM idempotency_keys WHERE idempotency_key IN ('of-others', 'of-anybody') ORDER BY 1`,
    );
    expect(rows).toEqual([
      { key: 'of-anybody', soon: false },
      { key: 'of-others', soon: true },
    ]);

    await fixture.endLease('of-others', 'of-anybody');
    await expect(sweepOnce('unknown', handler, ours)).resolves.toMatchObject({ taken: 1 });
    expect(await fixture.keyRow('of-others')).toMatchObject({ epoch: '2' });
    await expect(sweepOnce('unknown', new ScriptedHandler())).resolves.toEqual({ taken: 1, outcomes: ['completed'] });
    expect(await fixture.keyRow('of-others')).toMatchObject({ state: 'COMPLETED' });
  });

  it('looks at what waits longest first', async () => {
    const keys = keysOf('in-line', 3);
    await fixture.leave(UNKNOWN, ...keys);
    for (const [index, key] of keys.entries()) {
      await fixture.database.ownerPool.query(
        `UPDATE idempotency_keys SET lease_until = clock_timestamp() - $2 * interval '1 second'
         WHERE idempotency_key = $1`,
        [key, index + 1],
      );
    }
    const handler = new ScriptedHandler();
    const sweeper = fixture.engine().sweeper('unknown', { handlers: [handler], maxConcurrent: 1 });
    for (const _key of keys) {
      await sweeper.sweep();
      await sweeper.drain();
    }
    expect(handler.performed.map(({ request }) => request.command)).toEqual([...keys].reverse());
  });

  it('keeps the lease of what it works on alive', async () => {
    await fixture.leave(UNKNOWN, 'long-look');
    await fixture.endLease('long-look');
    const handler = new ScriptedHandler();
    const { opened, open } = gates.make();
    handler.performing = () => opened;
    const engine = fixture.engine({ leaseMs: 600, answerDeadlineMs: 500 });
    const { sweeper, outcomes } = sweeperOf('unknown', handler, engine);
    await sweeper.sweep();
    const { ownerPool } = fixture.database;
    await eventually('the lease was moved on', async () => {
      const { rows } = await ownerPool.query(
        `SELECT FROM idempotency_keys
         WHERE idempotency_key = 'long-look' AND lease_until > created_at + interval '1500 milliseconds'`,
      );
      return rows.length === 1;
    });
    await expect(sweepOnce('unknown', new ScriptedHandler())).resolves.toMatchObject({ taken: 0 });
    open({ kind: 'finished', settlement: 'found' });
    await sweeper.drain();
    expect(outcomes).toEqual(['completed']);
  });
});

describe('the resumer', () => {
  it('takes up the work of lost workers, and nothing else', async () => {
    await fixture.leave('lost', 'orphan');
    await fixture.leave(UNKNOWN, 'unknown-due');
    await fixture.endLease('unknown-due');
    await fixture.leave({ kind: 'not_started', refusal: 'down' }, 'received');
    await fixture.leave({ kind: 'finished', settlement: 'done' }, 'completed');
    const busy = new ScriptedHandler();
    const { opened, open } = gates.make();
    busy.performing = () => opened;
    const owner = fixture.engine().execute(fixture.request('owned'), busy);
    await eventually('the call is under way', () => busy.performed.length === 1);
    const handler = new ScriptedHandler();
    await expect(sweepOnce('lease_over', handler)).resolves.toEqual({ taken: 1, outcomes: ['completed'] });
    expect(handler.performed).toMatchObject([
      { request: { command: 'orphan' }, epoch: 2n, unsettled: null, isResumed: true, mayHaveActed: true },
    ]);
    open({ kind: 'finished', settlement: 'its own' });
    expect(await owner).toMatchObject({ kind: 'answered', isReplayed: false });
  });

  it('is the only one to take them up: the resolver does not', async () => {
    await fixture.leave('lost', 'not-unknown');
    await expect(sweepOnce('unknown', new ScriptedHandler())).resolves.toMatchObject({ taken: 0 });
  });

  it('takes up only operations that it has a handler of', async () => {
    await fixture.leave('lost', 'of-another-build');
    await expect(sweepOnce('lease_over', new ScriptedHandler('other.operation'))).resolves.toMatchObject({ taken: 0 });
  });

  it('never gives back what may have acted', async () => {
    await fixture.leave('lost', 'may-have-acted');
    const handler = new ScriptedHandler();
    handler.performing = () => Promise.resolve({ kind: 'not_started', refusal: 'down' });
    const failures: string[] = [];
    const engine = fixture.engine({ onBackgroundFailure: (_what, error) => failures.push(String(error)) });
    await expect(sweepOnce('lease_over', handler, engine)).resolves.toEqual({ taken: 1, outcomes: ['failed'] });
    expect(failures).toEqual([expect.stringContaining('may have acted')]);
    expect(await fixture.keyRow('may-have-acted')).toMatchObject({ state: 'PROCESSING', epoch: '2' });
  });
});

describe.each([
  ['lease_over', 'lost'],
  ['unknown', UNKNOWN],
] as const)('a sweep of what is due by %s', (due, end) => {
  it('is shared by two processes: each of 200 keys is worked on once', async () => {
    const keys = keysOf(`shared-${due}`, 200);
    await fixture.leave(end, ...keys);
    await fixture.endLease(...keys);
    const handlers = [new ScriptedHandler(), new ScriptedHandler()];
    const sweepers = handlers.map((handler) => sweeperOf(due, handler).sweeper);
    await Promise.all(
      sweepers.map(async (sweeper) => {
        while ((await sweeper.sweep()) > 0) await sweeper.drain();
      }),
    );
    const worked = handlers.flatMap(({ performed }) => performed.map(({ request }) => request.command));
    expect(worked.sort()).toEqual([...keys].sort());
    expect(handlers.every(({ performed }) => performed.length > 0)).toBe(true);
    const { rows } = await fixture.database.ownerPool.query(
      `SELECT state, epoch, count(*)::integer FROM idempotency_keys
       WHERE idempotency_key = ANY ($1) GROUP BY state, epoch`,
      [keys],
    );
    expect(rows).toEqual([{ state: 'COMPLETED', epoch: '2', count: 200 }]);
  });

  it('works on no more at a time than it may', async () => {
    const keys = keysOf(`budget-${due}`, 20);
    await fixture.leave(end, ...keys);
    await fixture.endLease(...keys);
    const handler = new ScriptedHandler();
    let [now, peak] = [0, 0];
    handler.performing = async (_claim, call) => {
      peak = Math.max(peak, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return { kind: 'finished', settlement: `call ${call}` };
    };
    const sweeper = fixture.engine().sweeper(due, { handlers: [handler], maxConcurrent: 4 });
    await eventually('all are done', async () => {
      await Promise.all([sweeper.sweep(), sweeper.sweep()]);
      return handler.settled.length === keys.length;
    });
    await sweeper.drain();
    expect(peak).toBe(4);
    expect(handler.performed).toHaveLength(keys.length);
  });

  it.each(['perform', 'restore'] as const)(
    'leaves a key due again after the lease when its %s throws',
    async (place) => {
      const key = `throws-${due}-${place}`;
      await fixture.leave(end, key);
      await fixture.endLease(key);
      const handler = new ScriptedHandler();
      if (place === 'perform') handler.performing = () => Promise.reject(new Error('bug'));
      else handler.restoring = () => Promise.reject(new Error('bug'));
      await expect(sweepOnce(due, handler)).resolves.toEqual({ taken: 1, outcomes: ['failed'] });
      await expect(sweepOnce(due, handler)).resolves.toEqual({ taken: 0, outcomes: [] });
      await fixture.endLease(key);
      await expect(sweepOnce(due, new ScriptedHandler())).resolves.toEqual({ taken: 1, outcomes: ['completed'] });
      expect(await fixture.keyRow(key)).toMatchObject({ state: 'COMPLETED', epoch: '3', attempt: 3 });
    },
  );

  it('is fenced when its own lease was over and another sweep was faster; its answer is kept', async () => {
    const key = `overtaken-${due}`;
    await fixture.leave(end, key);
    await fixture.endLease(key);
    const stale = new ScriptedHandler();
    const { opened, open } = gates.make();
    stale.performing = () => opened;
    const { sweeper, outcomes } = sweeperOf(due, stale);
    await sweeper.sweep();
    await eventually('the call is under way', () => stale.performed.length === 1);
    await fixture.endLease(key);
    await expect(sweepOnce(due, new ScriptedHandler())).resolves.toEqual({ taken: 1, outcomes: ['completed'] });
    open({ kind: 'finished', settlement: 'late answer' });
    await sweeper.drain();
    expect(outcomes).toEqual(['fenced']);
    expect(stale.settled).toEqual([]);
    expect(stale.kept).toEqual(['late answer']);
  });

  it('never takes up what waits for a person', async () => {
    const key = `review-${due}`;
    await fixture.leave(NEEDS_REVIEW, key);
    await expect(sweepOnce(due, new ScriptedHandler())).resolves.toEqual({ taken: 0, outcomes: [] });
    expect(await fixture.keyRow(key)).toMatchObject({ epoch: '1', unsettled: 'needs_review' });
  });
});
