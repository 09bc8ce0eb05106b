import type { Area, Explanation } from '../rules/alert.ts';
import type { TimeScale } from '../rules/time-scale.ts';

/** A promise about the share of good events, and how to count the bad ones of a time span. */
export interface Slo {
  /** kebab-case; the label `slo`. */
  readonly name: string;
  /** Of the alert that says that its budget burns. */
  readonly alertName: string;
  readonly area: Area;
  /** Share of good events over 30 days. */
  readonly objective: number;
  /** For people: what a good event is. */
  readonly promise: string;
  /** Events per second in a range. */
  readonly total: (range: string) => string;
  /** Bad ones of them; 0 where there are none, never absent. */
  readonly bad: (range: string) => string;
  /** Without this a page would come when it is over, about what was late; the tickets look back all the same. */
  readonly pagesOnlyWhile?: (time: TimeScale) => string;
  /** See AlertSpec. */
  readonly explainedBy: readonly Explanation[];
}
