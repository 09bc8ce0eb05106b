import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import type { Answer } from '../caller.ts';
import { readTraces } from '../operation-traces.ts';
import { ProcessWorld } from './process-world.ts';

/**
 * From SIGKILL to finished, with the default lease of 8 s and no client that helps; on a slow machine as much later as
 * some turns of the same work take where nothing dies.
 */
const PROMISE_MS = 15_000;
const TURNS = 3;
/** How long a test goes on looking past it, to say how late it was. */
const PATIENCE_MS = 60_000;

/** What is tested are the operations under way, all of them: a busy machine is no reason to refuse one. */
const NO_SHEDDING = { MAX_EVENT_LOOP_DELAY_MS: '0' };

let world: ProcessWorld;

const INTENTS = {
  charge: () => Promise.resolve((key: string) => world.acme.charge({}, { key, url: world.url(1) })),
  capture: async () => {
    const { body } = await world.acme.charge({ capture: false });
    return (key: string) => world.acme.capture(body.id, undefined, { key, url: world.url(1) });
  },
  refund: async () => {
    const { body } = await world.acme.charge();
    return (key: string) => world.acme.refund(body.id, { amount: 400 }, { key, url: world.url(1) });
  },
};
const KINDS = ['charge', 'capture', 'refund'] as const;

const traces = (key: string) => readTraces(world.chargeDb, key);

/** Sends once, and never again; the caller of a process that dies gets a 202 before that, or nothing. */
const begin = async (kind: (typeof KINDS)[number], key: string) => {
  const send = await INTENTS[kind]();
  const held = world.gate.holdNext();
  const first = send(key).catch((): Answer | undefined => undefined);
  const call = await held;
  return { send, first, call };
};

const kill = (): number => {
  world.once.kill('charge-api-1', 'SIGKILL');
  return performance.now();
};

/** Milliseconds since then until all of the operations have ended, as the database shows it. */
const untilFinished = async (what: string, keys: string[], sinceMs: number): Promise<number> => {
  await eventually(
    `${what} is finished`,
    async () => {
      const { rowCount } = await world.chargeDb.query(
        `SELECT FROM operations WHERE idempotency_key = ANY ($1) AND state IN ('succeeded', 'failed')`,
        [keys],
      );
      return rowCount === keys.length;
    },
    PATIENCE_MS,
  );
  const tookMs = performance.now() - sinceMs;
  process.stderr.write(`${what}: finished ${(tookMs / 1_000).toFixed(1)} s after SIGKILL\n`);
  return tookMs;
};

/** How long these operations take when nothing dies, measured beside the ones that are killed. */
const undisturbedMs = async (kind: (typeof KINDS)[number], keys: string[]): Promise<number> => {
  const sends = await Promise.all(keys.map(() => INTENTS[kind]()));
  const startedAt = performance.now();
  await Promise.all(sends.map((send, index) => send(keys[index] ?? '')));
  return performance.now() - startedAt;
};

const ONCE = { state: 'succeeded', events: 1, providerKeys: 1, effects: [expect.anything()] };

/** The next test finds all processes back, and nobody waits for a call that is still held. */
const recover = async (): Promise<void> => {
  world.gate.letGo();
  await world.allReady();
};

type Killed = Awaited<ReturnType<typeof begin>> & { key: string; tookMs: number; promisedMs: number };

/** One operation of each kind before its call and one after its effect, all of them under way at the same kill. */
const killAmidEach = async (whoResumes: string): Promise<Map<string, Killed>> => {
  const begun: Omit<Killed, 'tookMs'>[] = [];
  for (const kind of KINDS) {
    const turnMs = await undisturbedMs(kind, [`undisturbed-${kind}`]);
    for (const when of ['before', 'after']) {
      const key = `resumed-${when}-${kind}`;
      const operation = await begin(kind, key);
      if (when === 'after') await operation.call.forwardAndKeepAnswer();
      begun.push({ ...operation, key, promisedMs: PROMISE_MS + TURNS * turnMs });
    }
  }
  const killedAt = kill();
  const ended = begun.map(async (operation): Promise<[string, Killed]> => {
    const tookMs = await untilFinished(`${whoResumes}: ${operation.key}`, [operation.key], killedAt);
    return [operation.key, { ...operation, tookMs }];
  });
  return new Map(await Promise.all(ended));
};

const testsOfEachKind = (whoResumes: string): void => {
  let killed: Map<string, Killed>;
  beforeAll(async () => void (killed = await killAmidEach(whoResumes)));
  afterAll(recover);

  const operationOf = (key: string): Killed => {
    const operation = killed.get(key);
    if (!operation) throw new Error(`nothing was begun under ${key}`);
    return operation;
  };

  it.each(KINDS)('finishes a %s that was killed between its claim and its call', async (kind) => {
    const { key, first, call, tookMs, promisedMs } = operationOf(`resumed-before-${kind}`);
    expect(tookMs).toBeLessThan(promisedMs);
    expect([undefined, 202]).toContain((await first)?.status);
    // The dead process's own request arrives at last, and is nothing new to the provider.
    await call.forward();
    expect(await world.tracesOf(key)).toMatchObject(ONCE);
    expect(await world.effectsUnder(call.providerKey)).toEqual([expect.objectContaining({ requests_seen: 2 })]);
  });

  it.each(KINDS)('finishes a %s that was killed between the effect and its answer', async (kind) => {
    const { key, send, call, tookMs, promisedMs } = operationOf(`resumed-after-${kind}`);
    expect(tookMs).toBeLessThan(promisedMs);
    expect(await world.tracesOf(key)).toMatchObject({ ...ONCE, entries: 1, attempts: 1 });
    expect(await world.effectsUnder(call.providerKey)).toEqual([expect.objectContaining({ requests_seen: 1 })]);
    await world.allReady();
    const replay = await send(key);
    expect([200, 201]).toContain(replay.status);
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
  });
};

const testsOfMany = (whoResumes: string): void => {
  afterEach(recover);

  it('finishes all of 200 charges that were under way at once', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `resumed-many-${index}`);
    const turnMs = await undisturbedMs(
      'charge',
      keys.map((key) => `undisturbed-${key}`),
    );
    const held = keys.map(() => world.gate.holdNext());
    const calls = keys.map((key) => world.acme.charge({}, { key, url: world.url(1) }).catch(() => undefined));
    const underWay = await Promise.all(held);
    // At the kill one half has had its effect, and the other half is still to have it.
    await Promise.all(underWay.slice(0, 100).map((call) => call.forwardAndKeepAnswer()));
    const tookMs = await untilFinished(`${whoResumes}: ${keys.length} charges`, keys, kill());
    expect(tookMs).toBeLessThan(PROMISE_MS + TURNS * turnMs);
    await Promise.all(calls);
    for (const key of keys) expect(await world.tracesOf(key)).toMatchObject(ONCE);
  });
};

describe('the process beside the one that was killed', () => {
  beforeAll(async () => void (world = await ProcessWorld.start(NO_SHEDDING)));
  afterAll(() => world.stop());

  describe('amid operations of each kind', () => testsOfEachKind('two processes'));
  describe('amid very many', () => testsOfMany('two processes'));

  describe('when that one was not killed but stood still', () => {
    afterEach(recover);

    it.each(['charge', 'refund'] as const)(
      'finishes a %s whose worker stands still in the middle of its call, and keeps its late answer',
      async (kind) => {
        const key = `stopped-${kind}`;
        const { first, call } = await begin(kind, key);
        world.once.kill('charge-api-1', 'SIGSTOP');
        try {
          await eventually('the other finishes it', async () => (await traces(key)).state === 'succeeded', PATIENCE_MS);
          await call.forward();
        } finally {
          world.once.kill('charge-api-1', 'SIGCONT');
        }
        const late = await eventually('the late answer', async () => {
          const { attempts } = await traces(key);
          return attempts[0]?.isLate && attempts;
        });
        expect(late).toMatchObject([
          { attempt: 1, outcome: 'succeeded', lateOutcome: 'succeeded' },
          { attempt: 2, outcome: 'succeeded', isLate: false },
        ]);
        expect(late[0]?.paymentId).toBe(late[1]?.paymentId);
        expect([201, 202]).toContain((await first)?.status);
        expect(await world.tracesOf(key)).toMatchObject({ ...ONCE, entries: 1, attempts: 2 });
        expect(await world.effectsUnder(call.providerKey)).toEqual([expect.objectContaining({ requests_seen: 2 })]);
      },
    );
  });
});

describe('the only process, killed and started again', () => {
  beforeAll(async () => void (world = await ProcessWorld.start(NO_SHEDDING, { chargeApi: 1 })));
  afterAll(() => world.stop());

  describe('amid operations of each kind', () => testsOfEachKind('one process'));
  describe('amid very many', () => testsOfMany('one process'));
});
