import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import type { Answer } from '../caller.ts';
import { ProcessWorld, type Instance } from './process-world.ts';

/** In the same order as always, only closer together, so that a lease is over within a test's patience. */
const TIMES = {
  ...{ ANSWER_DEADLINE_MS: '1000', CLIENT_ATTEMPT_TIMEOUT_MS: '2000' },
  ...{ LEASE_MS: '4000', PROVIDER_TIMEOUT_MS: '60000' },
  // Here it is callers who take over; that nobody has to is another suite's matter.
  SWEEP_INTERVAL_MS: '60000',
  STOP_WITHIN_MS: '3000',
  // A process that has just come back on a busy machine would refuse the operation that it is to be killed amid.
  MAX_EVENT_LOOP_DELAY_MS: '0',
};

let world: ProcessWorld;
beforeAll(async () => void (world = await ProcessWorld.start(TIMES)));
afterEach(async () => {
  world.gate.letGo();
  await world.setProviderLatency(0);
  await world.allReady();
});
afterAll(() => world.stop());

type Send = (instance: Instance, headers?: Record<string, string>) => Promise<Answer>;

/** One intent of each kind under a key of its own, and a way to send it to either process. */
const INTENTS = {
  charge: async (key: string): Promise<Send> => {
    return (instance, headers = {}) => world.acme.charge({}, { key, headers, url: world.url(instance) });
  },
  refund: async (key: string): Promise<Send> => {
    const { body } = await world.untilAdmitted(() => world.acme.charge({}, { url: world.url(2) }));
    return (instance, headers = {}) =>
      world.acme.refund(body.id, { amount: 400 }, { key, headers, url: world.url(instance) });
  },
};

/** The caller of a process that dies gets a 202 before that, or nothing at all; never a word that is not true. */
const expectNoAnswer = async (first: Promise<Answer>): Promise<void> => {
  const answer = await first.catch(() => undefined);
  expect([undefined, 202]).toContain(answer?.status);
};

const expectDoneOnce = async (key: string, answers: Answer[]): Promise<void> => {
  const stored = answers.at(-1);
  expect(stored?.status).toBe(201);
  for (const { status } of answers.slice(0, -1)) expect([202, 409]).toContain(status);
  expect(await world.tracesOf(key)).toMatchObject({
    ...{ state: 'succeeded', events: 1, entries: 1, providerKeys: 1, effects: [expect.anything()] },
  });
};

const expectReplay = async (send: Send, stored: Answer | undefined): Promise<void> => {
  for (const instance of [1, 2] as const) {
    const replay = await world.untilAdmitted(() => send(instance));
    expect(replay).toMatchObject({ status: 201, text: stored?.text });
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
  }
};

const fencedAt = async (instance: Instance): Promise<number> => {
  const metrics = await (await fetch(`${world.url(instance)}/metrics`)).text();
  return Number(/^idempotency_resolutions_total\{[^}]*outcome="fenced"[^}]*\} (\d+)$/m.exec(metrics)?.[1]);
};

describe.each(['charge', 'refund'] as const)('a %s whose charge-api is killed', (kind) => {
  it('after the claim, before the provider heard of it, is sent by whoever retries', async () => {
    const key = `killed-before-${kind}`;
    const send = await INTENTS[kind](key);
    const held = world.gate.holdNext();
    const first = send(1);
    const call = await held;
    world.once.kill('charge-api-1', 'SIGKILL');
    await expectNoAnswer(first);
    expect(await world.effectsUnder(call.providerKey)).toEqual([]);
    // The lease outlives its owner: nobody may take the operation yet.
    expect(await send(2)).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' } });
    const answers = await world.sendUntilCreated(() => send(2));
    await expectDoneOnce(key, answers);
    // The dead process's own request arrives at last.
    await call.forward();
    expect(await world.effectsUnder(call.providerKey)).toEqual([expect.objectContaining({ requests_seen: 2 })]);
    await world.allReady();
    await expectReplay(send, answers.at(-1));
  });

  it('while the provider acts is found by whoever retries, and not sent again', async () => {
    const key = `killed-after-${kind}`;
    const send = await INTENTS[kind](key);
    await world.setProviderLatency(2_000);
    const held = world.gate.holdNext();
    const first = send(1);
    const call = await held;
    const acting = call.forward();
    world.once.kill('charge-api-1', 'SIGKILL');
    await expectNoAnswer(first);
    expect(await world.effectsUnder(call.providerKey)).toEqual([]);
    await acting;
    await expectDoneOnce(key, await world.sendUntilCreated(() => send(2)));
    expect(await world.effectsUnder(call.providerKey)).toEqual([expect.objectContaining({ requests_seen: 1 })]);
  });

  it('in the completion is completed by its own successor', async () => {
    const key = `killed-completing-${kind}`;
    const send = await INTENTS[kind](key);
    const held = world.gate.holdNext();
    const first = send(1);
    const call = await held;
    const blocker = await world.chargeDb.connect();
    try {
      await blocker.query('BEGIN');
      await blocker.query('SELECT FROM idempotency_keys WHERE idempotency_key = $1 FOR UPDATE', [key]);
      await call.forward();
      await eventually('the completion waits for the key row', async () => {
        const { rowCount } = await blocker.query(
          'SELECT FROM pg_locks w WHERE NOT w.granted AND pg_backend_pid() = ANY (pg_blocking_pids(w.pid))',
        );
        return rowCount === 1;
      });
      world.once.kill('charge-api-1', 'SIGKILL');
      await expectNoAnswer(first);
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
    await expectDoneOnce(key, await world.sendUntilCreated(() => send(1)));
    expect(await world.effectsUnder(call.providerKey)).toEqual([expect.objectContaining({ requests_seen: 1 })]);
  });
});

describe.each(['charge', 'refund'] as const)('a %s whose charge-api stands still for longer than its lease', (kind) => {
  /** Process 1 stops in the middle of its call, process 2 takes over and finishes; then 1 wakes up to its answer. */
  const overtake = async (key: string, wake: 'with the same answer' | 'with another answer') => {
    const send = await INTENTS[kind](key);
    const fencedBefore = await fencedAt(1);
    const held = world.gate.holdNext();
    const first = send(1, { prefer: 'wait=60' });
    const call = await held;
    world.once.kill('charge-api-1', 'SIGSTOP');
    try {
      await world.leaseOver(key);
      const answers = await world.sendUntilCreated(() => send(2));
      if (wake === 'with the same answer') await call.forward();
      else call.answer(402, { code: 'card_declined', decline_code: 'generic_decline', message: 'declined' });
      return { send, answers, first, fencedBefore };
    } finally {
      world.once.kill('charge-api-1', 'SIGCONT');
    }
  };

  it.each(['with the same answer', 'with another answer'] as const)(
    'is finished by the other process; the write of the one that wakes up %s is refused',
    async (wake) => {
      const key = `stopped-${kind}-${wake.replaceAll(' ', '-')}`;
      const { send, answers, first, fencedBefore } = await overtake(key, wake);
      const stored = answers.at(-1);
      const stale = await first;
      expect(stale).toMatchObject({ status: 201, text: stored?.text });
      expect(stale.headers.get('idempotent-replayed')).toBe('true');
      expect(await fencedAt(1)).toBe(fencedBefore + 1);
      await expectDoneOnce(key, answers);
      await expectReplay(send, stored);
    },
  );
});

describe('an orderly stop', () => {
  it('does not wait for a call that nobody answers: what is cut off is taken up as after a crash', async () => {
    const key = 'stopped-waiting';
    const send = await INTENTS.charge(key);
    const held = world.gate.holdNext();
    const first = send(1);
    const call = await held;
    const { pid } = world.once.processNamed('charge-api-1');
    world.once.kill('charge-api-1', 'SIGTERM');
    // The call's own end is a minute away, and the gate keeps it.
    await eventually(
      'another process has its place',
      () => ![pid, null].includes(world.once.processNamed('charge-api-1').pid),
      30_000,
    );
    await expectNoAnswer(first);
    await expectDoneOnce(key, await world.sendUntilCreated(() => send(2)));
    await call.forward();
    expect(await world.effectsUnder(call.providerKey)).toEqual([expect.objectContaining({ requests_seen: 2 })]);
  });
});
