/** Seconds by the names that rules use. */
export const MINUTE_S = 60;
export const HOUR_S = 3_600;
export const DAY_S = 86_400;

const UNITS = [
  ['d', DAY_S],
  ['h', HOUR_S],
  ['m', MINUTE_S],
] as const;

/** By the largest unit that divides it, as PromQL and rule files spell it: 5400 is 90m. */
export function spellDuration(seconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => seconds % size === 0) ?? ['s', 1];
  return `${seconds / length}${unit}`;
}

/**
 * How long the spans of the rules are, all in seconds. The committed rules take them as they are written; the rehearsal
 * of the runbook shortens them, so that what needs hours fires in a minute. One source for both.
 */
export interface TimeScale {
  /** Range of a selector. */
  readonly rangeS: (seconds: number) => number;
  /** How long a condition must hold before it fires. */
  readonly holdS: (seconds: number) => number;
  /** An age that an expression compares with. */
  readonly ageS: (seconds: number) => number;
  /** Between two evaluations of a group. */
  readonly evaluationS: number;
}

const asWritten = (seconds: number): number => seconds;

export const REAL_TIME: TimeScale = { rangeS: asWritten, holdS: asWritten, ageS: asWritten, evaluationS: 30 };

const shrink = (factor: number, leastS: number) => (seconds: number) => Math.max(leastS, Math.round(seconds / factor));

/**
 * For a Prometheus that scrapes every second: a range needs several scrapes, and a healthy stack on a busy machine needs
 * some seconds for what an age is about.
 */
export const REHEARSAL_TIME: TimeScale = {
  rangeS: shrink(60, 10),
  holdS: (seconds) => (seconds === 0 ? 0 : shrink(60, 1)(seconds)),
  ageS: shrink(10, 5),
  evaluationS: 1,
};

/** In PromQL. */
export const rangeOf = (time: TimeScale, seconds: number): string => spellDuration(time.rangeS(seconds));
