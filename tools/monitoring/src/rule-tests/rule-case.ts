export interface Expectation {
  /** In samples: with the default interval, minutes. */
  readonly at: number;
  readonly isFiring: boolean;
}

/** What an alert makes of some series. */
export interface RuleCase {
  readonly alert: string;
  /** Tells alerts of one name apart. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Goes on from the name of the alert: "fires when …", "is silent while …". */
  readonly title: string;
  /** Values in promtool's notation, by series. */
  readonly series: Readonly<Record<string, string>>;
  /** Between two samples, default a minute. */
  readonly intervalS?: number;
  readonly expected: readonly Expectation[];
}

/** Fires at the one time, has cleared at the other, and did not fire before. */
export const firesThenClears = (fires: number, clears: number, quiet = 0): Expectation[] => [
  { at: quiet, isFiring: false },
  { at: fires, isFiring: true },
  { at: clears, isFiring: false },
];

/** At none of the times. */
export const staysSilent = (...times: readonly number[]): Expectation[] => times.map((at) => ({ at, isFiring: false }));
