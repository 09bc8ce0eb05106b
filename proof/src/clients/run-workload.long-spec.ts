import { startOnce, type RunningOnce } from '@once/supervisor';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { AttemptEntry, EndEntry, HistoryEntry, InvokeEntry } from '../model/history.ts';
import { SeededRandom } from '../plan/seeded-random.ts';
import { planWorkload } from './plan-workload.ts';
import { ClientProxy } from './proxy/client-proxy.ts';
import { CLEAR_WEATHER, ROUGH_WEATHER, type Weather } from './proxy/fate.ts';
import { runWorkload, type WorkloadRun } from './run-workload.ts';
import { HistoryWriter } from './sending/history-writer.ts';
import type { PlannedCall, WorkloadPlan } from './workload/workload-plan.ts';

const SEED = 42;
const CHARGEABLE = 60;
const RUN_MS = 600_000;

let folder: string;
let once: RunningOnce;
let proxy: ClientProxy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'once-clients-test-'));
  once = await startOnce({ chargeApi: 2, relay: 0, ledgerConsumer: 0, runFile: null });
  const random = new SeededRandom(SEED).split('proxy');
  proxy = await ClientProxy.open({ targets: once.stack.chargeApi, random, weather: ROUGH_WEATHER });
}, RUN_MS);

afterAll(async () => {
  await proxy.close();
  await once.stop();
  await rm(folder, { recursive: true });
}, RUN_MS);

interface Logged {
  /** The invoke's line in the history. */
  readonly line: number;
  readonly invoke: InvokeEntry;
  readonly attempts: AttemptEntry[];
  readonly ends: EndEntry[];
}

/** Calls by name. @throws Error for an entry before its invoke */
const readCalls = async (file: string): Promise<Map<string, Logged>> => {
  const calls = new Map<string, Logged>();
  for (const [line, text] of (await readFile(file, 'utf8')).trimEnd().split('\n').entries()) {
    const entry = JSON.parse(text) as HistoryEntry;
    if (entry.kind === 'invoke') {
      calls.set(entry.call, { line, invoke: entry, attempts: [], ends: [] });
      continue;
    }
    const call = calls.get(entry.call);
    if (!call) throw new Error(`${entry.kind} of ${entry.call} before its invoke`);
    if (call.ends.length > 0) throw new Error(`${entry.kind} of ${entry.call} after its end`);
    if (entry.kind === 'end') call.ends.push(entry);
    else call.attempts.push(entry);
  }
  return calls;
};

const runThrough = async (plan: WorkloadPlan, file: string): Promise<WorkloadRun> => {
  const signal = AbortSignal.timeout(RUN_MS);
  const history = await HistoryWriter.create(file);
  try {
    const run = await runWorkload(plan, { baseUrl: proxy.baseUrl, apiKeys: once.stack.apiKeys, history, signal });
    await run.settleInDoubt();
    return run;
  } finally {
    await history.close();
  }
};

const planned = (plan: WorkloadPlan): PlannedCall[] => plan.steps.flatMap(({ calls }) => calls);

const succeededByKey = async (): Promise<Map<string, number>> => {
  const client = new Client({ connectionString: once.stack.chargeDbUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ key: string; succeeded: number }>(
      `SELECT t.name || ' ' || o.idempotency_key AS key, count(*)::int AS succeeded
       FROM operations o JOIN tenants t ON t.id = o.tenant_id WHERE o.state = 'succeeded' GROUP BY 1`,
    );
    return new Map(rows.map(({ key, succeeded }) => [key, succeeded]));
  } finally {
    await client.end();
  }
};

describe('a workload through a rough proxy', () => {
  const plan = planWorkload({ seed: SEED, chargeable: CHARGEABLE, label: 'main' });
  let run: WorkloadRun;
  let calls: Map<string, Logged>;

  beforeAll(async () => {
    const file = join(folder, 'rough.ndjson');
    run = await runThrough(plan, file);
    await proxy.drained();
    calls = await readCalls(file);
  }, RUN_MS);

  it('makes every planned call, and gives each its attempts in order and exactly one end', () => {
    expect([...calls.keys()]).toEqual(expect.arrayContaining(planned(plan).map(({ call }) => call)));
    for (const { attempts, ends } of calls.values()) {
      expect(attempts.map(({ attempt }) => attempt)).toEqual(attempts.map((_, index) => index + 1));
      expect(attempts.length).toBeGreaterThan(0);
      expect(ends).toHaveLength(1);
    }
  });

  it('ends every operation that is to move money in an answer, and all counts add up', () => {
    const { report } = run;
    expect(report.chargeable).toEqual({ acknowledged: CHARGEABLE, refused: 0, inDoubt: 0, notSent: 0 });
    expect(report.callsEnded).toBe(calls.size);
    expect([report.callsInDoubt, report.stepsGivenUp]).toEqual([0, 0]);
    const attempts = [...calls.values()].flatMap((call) => call.attempts);
    expect(report.attempts.attempts).toBe(attempts.length);
    expect(report.attempts.retries + report.attempts.waits + calls.size).toBe(attempts.length);
    const histogram = Object.entries(report.attempts.callsByAttempts);
    expect(histogram.reduce((sum, [number, count]) => sum + Number(number) * count, 0)).toBe(attempts.length);
    const ended = Object.values(report.ends).flatMap((outcomes) => Object.values(outcomes));
    expect(ended.reduce((sum, count) => sum + count, 0)).toBe(calls.size);
  });

  it('gives all calls of an operation the same answer, and the refusals that were planned', () => {
    const answered = [...calls.values()].map(({ invoke, ends: [end] }) => ({ invoke, end }));
    const asked = answered.filter(({ invoke, end }) => invoke.intent !== 'reuse' && end?.outcome !== 'abandoned');
    for (const [operation, answers] of Map.groupBy(asked, ({ invoke }) => invoke.operation)) {
      const verdicts = answers.filter(({ end }) => end?.outcome !== 'unknown');
      expect({ operation, answers: new Set(verdicts.map(({ end }) => end?.bodySha256)).size }).toEqual({
        operation,
        answers: 1,
      });
    }
    const refusals = answered
      .filter(({ end }) => end?.outcome === 'refused')
      .map(({ invoke, end }) => [invoke.intent, end?.code]);
    expect(new Set(refusals.map((refusal) => refusal.join(' ')))).toEqual(
      new Set(['decline card_declined', 'duplicate card_declined', 'reuse idempotency_key_reused']),
    );
    expect(run.report.ends.reuse).toMatchObject({ refused: plan.counts.reuses, ok: 0 });
    expect(run.report.ends.decline).toMatchObject({ refused: plan.counts.declines, ok: 0 });
    expect(run.report.ends.abandoned).toMatchObject({ abandoned: plan.counts.abandoned });
  });

  it('really lost answers, and sent twins in one tick', () => {
    const { fates, keptAnswers, requests, ...others } = proxy.counts;
    const met = [...Object.values(fates), ...Object.values(others)];
    expect(met.reduce((sum, count) => sum + count, 0)).toBe(requests);
    expect(fates.answer_eaten).toBeGreaterThan(5);
    expect(keptAnswers[201]).toBeGreaterThan(0);
    expect(fates.reset_before).toBeGreaterThan(0);
    expect(requests).toBeGreaterThanOrEqual(run.report.attempts.attempts - plan.counts.abandoned);
    expect(run.report.attempts.retryPauses.pauses.length).toBeGreaterThan(20);
    for (const { calls: twins } of plan.steps.filter((step) => step.calls.length > 1)) {
      // Nothing else came between them, though many other calls were under way.
      const lines = twins.map(({ call }) => calls.get(call)?.line ?? 0);
      expect(lines).toEqual(twins.map((_, index) => (lines[0] ?? 0) + index));
    }
  });

  it('took effect once for each of them', async () => {
    const succeeded = await succeededByKey();
    const wanted = planned(plan).filter(({ intent }) => intent === 'operation');
    for (const { tenant, key } of wanted) expect(succeeded.get(`${tenant} ${key}`)).toBe(1);
  });
});

describe('a workload whose answers are all lost', () => {
  it(
    'ends each call as unknown, and learns every answer when it asks again',
    async () => {
      const file = join(folder, 'lost.ndjson');
      proxy.setWeather({ ...ROUGH_WEATHER, probabilities: { answer_eaten: 1 } });
      const plan = planWorkload({ seed: SEED, chargeable: 12, label: 'lost' });
      const history = await HistoryWriter.create(file);
      const signal = AbortSignal.timeout(RUN_MS);
      // Not a short deadline: the wait that a 409 asks for has to fit in when the weather is clear again.
      const patience = { retry: { maxRetries: 2 } };
      const { baseUrl } = proxy;
      const run = await runWorkload(plan, { baseUrl, apiKeys: once.stack.apiKeys, history, signal, patience });
      const before = run.report;
      expect(before.chargeable).toMatchObject({ acknowledged: 0, refused: 0, notSent: 0 });
      expect(before.callsInDoubt).toBeGreaterThan(5);
      expect(before.callsEnded).toBeLessThan(plan.counts.calls);
      expect(before.ends.reuse).toMatchObject({ refused: 0, unknown: 0 });

      proxy.setWeather(CLEAR_WEATHER);
      const after = await run.settleInDoubt();
      await history.close();
      expect(after.chargeable).toEqual({ acknowledged: 12, refused: 0, inDoubt: 0, notSent: 0 });
      expect(after.callsEnded).toBe(plan.counts.calls + before.callsInDoubt);
      expect([after.callsInDoubt, after.stepsGivenUp]).toEqual([0, 0]);
      const again = [...(await readCalls(file)).values()].filter(({ invoke }) => invoke.call.endsWith('-again1'));
      expect(again).toHaveLength(before.callsInDoubt);
      for (const { invoke, ends } of again) {
        expect(invoke.intent).toBe('duplicate');
        // Its answer was given, and lost, before: it is a stored one now.
        expect(ends).toMatchObject([{ isReplay: true }]);
      }
    },
    RUN_MS,
  );
});

describe('a workload that is aborted', () => {
  it(
    'ends what it began, rejects with the reason, and leaves a history that can be read',
    async () => {
      const file = join(folder, 'aborted.ndjson');
      const halfOpen: Weather = { ...ROUGH_WEATHER, probabilities: { half_open_after: 0.2 } };
      proxy.setWeather(halfOpen);
      const interrupted = new AbortController();
      const plan = planWorkload({ seed: SEED, chargeable: CHARGEABLE, label: 'aborted' });
      const history = await HistoryWriter.create(file);
      const running = runWorkload(plan, {
        baseUrl: proxy.baseUrl,
        apiKeys: once.stack.apiKeys,
        history,
        signal: interrupted.signal,
        onProgress: ({ callsEnded }) => {
          if (callsEnded === 20) interrupted.abort(new Error('interrupted'));
        },
      });
      await expect(running).rejects.toThrow('interrupted');
      await history.close();
      const calls = [...(await readCalls(file)).values()];
      expect(calls.length).toBeLessThan(plan.counts.calls);
      expect(calls.map(({ ends }) => ends.length)).toEqual(calls.map(() => 1));
      expect(calls.filter(({ ends: [end] }) => end?.outcome === 'unknown').length).toBeGreaterThan(0);
    },
    RUN_MS,
  );
});
