import type { Severity } from '../rules/alert.ts';
import { DAY_S, HOUR_S, MINUTE_S } from '../rules/time-scale.ts';

/** A pace of spending a budget of 30 days at which somebody has to act. */
export interface BurnRate {
  /** Times the pace at which the budget lasts exactly 30 days. */
  readonly factor: number;
  /** Enough events to believe it. */
  readonly longS: number;
  /** Whether it still goes on: clears the alert soon after the trouble is over. */
  readonly shortS: number;
  readonly severity: Severity;
}

/** The four of the SRE workbook, chapter 5: 2 % of the budget in 1 h, 5 % in 6 h, 10 % in 1 d, 10 % in 3 d. */
export const BURN_RATES: readonly BurnRate[] = [
  { factor: 14.4, longS: HOUR_S, shortS: 5 * MINUTE_S, severity: 'page' },
  { factor: 6, longS: 6 * HOUR_S, shortS: 30 * MINUTE_S, severity: 'page' },
  { factor: 3, longS: DAY_S, shortS: 2 * HOUR_S, severity: 'ticket' },
  { factor: 1, longS: 3 * DAY_S, shortS: 6 * HOUR_S, severity: 'ticket' },
];

export const WINDOWS_S: readonly number[] = [
  ...new Set(BURN_RATES.flatMap(({ longS, shortS }) => [shortS, longS])),
].sort((one, other) => one - other);

/**
 * Bad events in the long window below which no burn rate fires. At a few requests an hour a single failure is a burn
 * rate of hundreds, and nothing that a person could act on.
 */
export const FEWEST_BAD_EVENTS = 10;
