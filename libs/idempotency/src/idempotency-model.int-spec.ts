import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { Lane } from '../test/model/lane.ts';
import { runOf, type Run } from '../test/model/step.ts';
import { World } from '../test/model/world.ts';

const { ONCE_MODEL_SEED, ONCE_MODEL_RUNS, ONCE_MODEL_PATH } = process.env;
/** Enough to meet each danger; `npm run test:model` plays 20,000. */
const USUAL_RUNS = 300;
const SEED = Number(ONCE_MODEL_SEED ?? 4_021_978);
const RUNS = Number(ONCE_MODEL_RUNS ?? USUAL_RUNS);
const MAX_STEPS = 12;
/** Runs side by side, so that one waits for its server while another thinks. A replay is one lane with its own seed. */
const LANES = ONCE_MODEL_PATH ? 1 : Math.min(4, RUNS);
/** Several times what a loaded machine needs; whatever reaches it hangs. */
const LIMIT_MS = 60_000 + RUNS * 300;

/** Dangers that a full run must have met: a model that never met one has not shown that it is withstood. */
const DANGERS = [
  ...['executed', 'replayed', 'in_use', 'pending', 'reused', 'refused', 'purged', 'resumed', 'reclaimed', 'fenced'],
  ...['reply_lost', 'reply_late', 'request_lost', 'sweep lost', 'woken dead'],
  ...['contended in prepare', 'contended in settle', 'contended in suspend'],
  ...['swept completed', 'swept unsettled', 'swept fenced', 'swept failed'],
  ...['decided RECEIVED', 'decided needs_review', 'decided not_there'],
];

let database: TestDatabase;
let lanes: Lane[];
const tenants: [string, string] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  database = await createTestDatabase('charge');
  const serviceUrl = database.serviceUrl('charge_service');
  await database.ownerPool.query(`
    -- Nothing here ends the server, so no commit of the model's own needs to wait for the disk.
    ALTER DATABASE ${database.name} SET synchronous_commit = off;
    CREATE TABLE test_effects (
      tenant_id uuid NOT NULL, idempotency_key text NOT NULL, epoch bigint NOT NULL, claim_id uuid NOT NULL,
      body bytea NOT NULL);
    CREATE INDEX ON test_effects (idempotency_key);
    CREATE TABLE test_suspensions (
      tenant_id uuid NOT NULL, idempotency_key text NOT NULL, epoch bigint NOT NULL, unsettled text NOT NULL);
    CREATE INDEX ON test_suspensions (idempotency_key);
    GRANT INSERT ON test_effects, test_suspensions TO ${new URL(serviceUrl).username};
    INSERT INTO tenants (id, name) VALUES ('${tenants[0]}', 'one'), ('${tenants[1]}', 'two');`);
  lanes = Array.from({ length: LANES }, (_unused, index) => new Lane(database.ownerPool, serviceUrl, `lane-${index}`));
});

afterAll(async () => {
  await Promise.all(lanes.map((lane) => lane.close()));
  await database.drop();
});

/** The lane that failed first: the others leave it the machine while it looks for its smallest failure. */
let failing: Lane | undefined;

const play = async (lane: Lane, run: Run): Promise<void> => {
  if (failing && failing !== lane) return;
  try {
    await new World(lane, tenants).play(run);
  } catch (error) {
    failing ??= lane;
    throw error;
  }
};

/** Plays a lane's share of the runs; says how to play its smallest failure again. */
const playLane = async (lane: Lane, index: number): Promise<string | undefined> => {
  const details = await fc.check(
    fc.asyncProperty(runOf(MAX_STEPS), (run) => play(lane, run)),
    {
      seed: SEED + index,
      numRuns: Math.ceil(RUNS / LANES),
      interruptAfterTimeLimit: LIMIT_MS,
      markInterruptAsFailure: true,
      ...(ONCE_MODEL_PATH ? { path: ONCE_MODEL_PATH } : {}),
    },
  );
  if (!details.failed) return undefined;
  const replay = `ONCE_MODEL_SEED=${details.seed} ONCE_MODEL_PATH=${details.counterexamplePath} npm run test:model`;
  return `${fc.defaultReportMessage(details)}\n${String(details.errorInstance)}\n\nplay it again: ${replay}`;
};

const total = (danger: string): number => lanes.reduce((sum, { tally }) => sum + (tally.get(danger) ?? 0), 0);

describe('the state machine of an idempotency key', () => {
  it(
    'keeps its laws while workers race, die, come back and lose replies',
    async () => {
      process.stderr.write(`model: ${RUNS} runs, seed ${SEED} (ONCE_MODEL_SEED, ONCE_MODEL_RUNS, ONCE_MODEL_PATH)\n`);
      const startedAt = performance.now();
      const failures = await Promise.all(lanes.map((lane, index) => playLane(lane, index)));
      const tookS = (performance.now() - startedAt) / 1000;
      const met = DANGERS.map((danger) => `${danger} ${total(danger)}`).join(', ');
      process.stderr.write(`model: ${(RUNS / tookS).toFixed(1)} runs per second; met ${met}\n`);
      const failure = failing ? failures[lanes.indexOf(failing)] : failures.find((text) => text !== undefined);
      if (failure !== undefined) throw new Error(failure);
      // A replay, or a short run of a developer's own, meets what it meets.
      if (RUNS >= USUAL_RUNS && !ONCE_MODEL_PATH) expect(DANGERS.filter((danger) => total(danger) === 0)).toEqual([]);
    },
    LIMIT_MS + 60_000,
  );
});
