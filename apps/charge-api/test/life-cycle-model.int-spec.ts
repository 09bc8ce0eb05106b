import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Caller } from './caller.ts';
import { ModelWorld } from './life-cycle-model/model-world.ts';
import { play } from './life-cycle-model/play.ts';
import { runOf, type Run } from './life-cycle-model/step.ts';

const { ONCE_MODEL_SEED, ONCE_MODEL_RUNS, ONCE_MODEL_PATH } = process.env;
/** Enough to meet each danger; `npm run test:model` plays 20,000. */
const USUAL_RUNS = 300;
const SEED = Number(ONCE_MODEL_SEED ?? 8_112_026);
const RUNS = Number(ONCE_MODEL_RUNS ?? USUAL_RUNS);
const MAX_STEPS = 8;
/** Runs side by side, so that one waits for its servers while another thinks. A replay is one lane with its own seed. */
const LANES = ONCE_MODEL_PATH ? 1 : Math.min(20, RUNS);
/** Several times what a loaded machine needs; whatever reaches it hangs. */
const LIMIT_MS = 60_000 + RUNS * 300;

/** Dangers that a full run must have met: a model that never met one has not shown that it is withstood. */
const DANGERS = [
  ...['slow', 'effect_then_drop', 'effect_then_500', 'effect_then_503', 'refused_429', 'refused_503'].map(callOf),
  ...['dropped_before_effect', 'dies_before', 'dies_meanwhile', 'dies_after', 'stops_before', 'stops_after'].map(
    callOf,
  ),
  ...[
    'commit reply lost',
    'commit request lost',
    'look answered',
    'look inconclusive',
    'look dies',
    'woken dead',
    'heard 200',
    'heard 201',
    'heard 202',
  ],
  ...['heard 402 card_declined', 'heard 409 charge_busy', 'heard 409 reference_in_use'],
  ...['heard 409 idempotency_key_in_use', 'heard 422 amount_too_large', 'heard 422 charge_state_invalid'],
  ...['heard 422 idempotency_key_reused', 'heard 422 operation_abandoned', 'heard 503 provider_unavailable'],
];

function callOf(fate: string): string {
  return `call ${fate}`;
}

let world: ModelWorld;
let callers: Caller[];
beforeAll(async () => {
  world = await ModelWorld.open();
  callers = await Promise.all(Array.from({ length: LANES }, (_unused, lane) => world.tenant(`lane-${lane}`)));
});
afterAll(() => world.close());

/** The lane that failed first: the others leave it the machine while it looks for its smallest failure. */
let failing: Caller | undefined;

const playIn = async (caller: Caller, run: Run): Promise<void> => {
  if (failing && failing !== caller) return;
  try {
    await play(world, caller, run);
  } catch (error) {
    failing ??= caller;
    throw error;
  }
};

/** Plays a lane's share of the runs; says how to play its smallest failure again. */
const playLane = async (caller: Caller, lane: number): Promise<string | undefined> => {
  const details = await fc.check(
    fc.asyncProperty(runOf(MAX_STEPS), (run) => playIn(caller, run)),
    {
      seed: SEED + lane,
      numRuns: Math.ceil(RUNS / LANES),
      interruptAfterTimeLimit: LIMIT_MS,
      markInterruptAsFailure: true,
      ...(ONCE_MODEL_PATH ? { path: ONCE_MODEL_PATH } : {}),
    },
  );
  if (!details.failed) return undefined;
  const replay = `ONCE_MODEL_SEED=${details.seed} ONCE_MODEL_PATH=${details.counterexamplePath} npm run test:int -- life-cycle-model`;
  return `${fc.defaultReportMessage(details)}\n${String(details.errorInstance)}\n\nplay it again: ${replay}`;
};

describe('the life of a charge', () => {
  it(
    'has one effect for each operation that took place, whatever the provider answers and whoever dies',
    async () => {
      process.stderr.write(`model: ${RUNS} runs, seed ${SEED} (ONCE_MODEL_SEED, ONCE_MODEL_RUNS, ONCE_MODEL_PATH)\n`);
      const startedAt = performance.now();
      const failures = await Promise.all(callers.map((caller, lane) => playLane(caller, lane)));
      const tookS = (performance.now() - startedAt) / 1000;
      const met = [...world.book.met].toSorted().map(([danger, times]) => `${danger} ${times}`);
      process.stderr.write(`model: ${tookS.toFixed(1)} s; met ${met.join(', ')}\n`);
      const failure = failing ? failures[callers.indexOf(failing)] : failures.find((text) => text !== undefined);
      if (failure !== undefined) throw new Error(failure);
      // A replay, or a short run of a developer's own, meets what it meets.
      if (RUNS >= USUAL_RUNS && !ONCE_MODEL_PATH)
        expect(DANGERS.filter((danger) => !world.book.met.has(danger))).toEqual([]);
    },
    LIMIT_MS + 60_000,
  );
});
