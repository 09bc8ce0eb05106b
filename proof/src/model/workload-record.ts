import type { Action, EndEntry, Intent } from './history.ts';

/** Counted from 0 in steps of 1 / bins.length: how many jitters were such a share of their bound. */
export type ShareHistogram = readonly number[];

/** A Kolmogorov–Smirnov test against U(0, 1). */
export interface JitterTest {
  readonly n: number;
  readonly distance: number;
  readonly criticalDistance: number;
  readonly pValue: number;
  readonly alpha: number;
  readonly isUniform: boolean;
}

/** The delays that were drawn under one bound; milliseconds. */
export interface DelaySpread {
  readonly boundMs: number;
  readonly count: number;
  readonly minMs: number;
  readonly medianMs: number;
  readonly maxMs: number;
}

/** What the limit on the peak of retries rests on. */
export interface HerdRecord {
  /** Of its part of the workload. */
  readonly label: string;
  /** That lost their connections in one moment. */
  readonly clients: number;
  /** From which each drew the pause before its first retry. */
  readonly jitterWindowMs: number;
  /** The longest that the process of the clients stood still meanwhile. */
  readonly stallMs: number;
  /** Retries of other clients that may fall into the same window. */
  readonly otherRetries: number;
  readonly limit: number;
}

export interface RetryRecord {
  readonly retries: number;
  readonly shares: ShareHistogram;
  /** Null without a retry. */
  readonly jitterTest: JitterTest | null;
  /** By bound, smallest first. */
  readonly delays: readonly DelaySpread[];
  /** Windows without a retry are left out. Milliseconds since the run began. */
  readonly per100Ms: readonly { readonly fromMs: number; readonly count: number }[];
  readonly peakPer100Ms: number;
  /** What the peak must not pass; null when no limit was set. */
  readonly peakLimit: number | null;
  /** Null when there was none, and so no limit. */
  readonly herd: HerdRecord | null;
}

export interface WorkloadRecord {
  readonly operationsByAction: Readonly<Partial<Record<Action, number>>>;
  readonly callsByIntent: Readonly<Partial<Record<Intent, number>>>;
  readonly endsByIntent: Readonly<Partial<Record<Intent, Readonly<Record<EndEntry['outcome'], number>>>>>;
  /** Attempts by HTTP status, or by what came in place of an answer. */
  readonly attemptsByAnswer: Readonly<Record<string, number>>;
  /** How many calls took so many attempts. */
  readonly callsByAttempts: Readonly<Record<number, number>>;
  readonly replays: number;
  readonly retry: RetryRecord;
}
