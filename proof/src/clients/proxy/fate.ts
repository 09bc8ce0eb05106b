import type { SeededRandom } from '../../plan/seeded-random.ts';
import { JUNK_KINDS, type JunkKind } from './junk-answer.ts';

/** What the wire does to a request and its answer. */
export const FATES = [
  /** The server acts, its answer is lost, and the connection is reset. */
  'answer_eaten',
  /** The server never sees the request, and the connection is reset. */
  'reset_before',
  /** Comes late and is answered. */
  'delayed',
  /** The connection is reset at once, and the request arrives later all the same: after its own retry, say. */
  'late_arrival',
  /** The server never sees the request; the connection stays, and nothing ever comes. */
  'half_open_before',
  /** The server acts; the connection stays, and nothing ever comes. */
  'half_open_after',
  /** The server acts, and the client gets an answer of somebody else, or a damaged one. */
  'unreadable_answer',
] as const;

export type FateKind = (typeof FATES)[number] | 'passed';

export interface Fate {
  readonly kind: FateKind;
  /** For `delayed` and `late_arrival`. */
  readonly delayMs: number;
  /** For `unreadable_answer`. */
  readonly junk: JunkKind;
}

/** Probabilities of what may happen to a request; what is left over passes. */
export interface Weather {
  readonly probabilities: Readonly<Partial<Record<Exclude<FateKind, 'passed'>, number>>>;
  readonly delayMs: { readonly min: number; readonly max: number };
  readonly lateMs: { readonly min: number; readonly max: number };
}

/** Short of the client's attempt timeout, so that what is delayed is not what hangs. */
const DELAY_MS = { min: 20, max: 800 };
/** From within the first retries to beyond the lease of 8 s: a request that outlives its own operation's work. */
const LATE_MS = { min: 50, max: 10_000 };

export const CLEAR_WEATHER: Weather = { probabilities: {}, delayMs: DELAY_MS, lateMs: LATE_MS };

/**
 * A third of all requests meet with something: with two thousand calls that makes far more than the 500 retries which
 * the test of their jitter needs. Half-open is rare because each costs its client a whole attempt timeout.
 */
export const ROUGH_WEATHER: Weather = {
  probabilities: {
    answer_eaten: 0.14,
    reset_before: 0.06,
    delayed: 0.06,
    late_arrival: 0.04,
    half_open_before: 0.004,
    half_open_after: 0.006,
    unreadable_answer: 0.08,
  },
  delayMs: DELAY_MS,
  lateMs: LATE_MS,
};

/** @throws RangeError for probabilities that are none */
export function checkWeather({ probabilities }: Weather): void {
  const given = Object.entries(probabilities);
  const wrong = given.filter(([, probability]) => !(probability >= 0));
  const sum = given.reduce((total, [, probability]) => total + probability, 0);
  // A hair's breadth for tenths that do not add up to 1 in binary.
  if (wrong.length > 0 || sum > 1 + 1e-9)
    throw new RangeError(
      `probabilities ${JSON.stringify(probabilities)}: give numbers from 0 that add up to 1 at most`,
    );
}

/** The fate that `random`, the stream of one request, has in store for it. */
export function drawFate(random: SeededRandom, { probabilities, delayMs, lateMs }: Weather): Fate {
  let share = random.next();
  for (const kind of FATES) {
    share -= probabilities[kind] ?? 0;
    if (share >= 0) continue;
    const { min, max } = kind === 'late_arrival' ? lateMs : delayMs;
    const drawnMs = random.between(min, max);
    return { kind, delayMs: drawnMs, junk: kind === 'unreadable_answer' ? random.pick(JUNK_KINDS) : JUNK_KINDS[0] };
  }
  return { kind: 'passed', delayMs: 0, junk: JUNK_KINDS[0] };
}
