import type { DelaySpread, RetryRecord, WorkloadRecord } from '../model/workload-record.ts';
import { jitterShares, type DrawnPause } from '../clients/statistics/jitter-sample.ts';
import { ksTest } from '../clients/statistics/ks-test.ts';
import type { WorkloadReport } from '../clients/workload-report.ts';

/** Wide enough for some 25 delays each in the smallest sample that the test accepts. */
const BINS = 20;
/** Below this the Kolmogorov–Smirnov test says too little, and the record has none. */
const MIN_TESTED = 500;

export interface RecordWorkloadOptions {
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly peakLimit: number | null;
}

/** What the clients report, as the record of a run has it. */
export function recordWorkload(report: WorkloadReport, options: RecordWorkloadOptions): WorkloadRecord {
  const { planned, ends, attempts } = report;
  const { sales, authorizations, captures, cancels, refunds } = planned;
  return {
    operationsByAction: {
      ...{ charge: sales, authorize: authorizations, capture: captures, cancel: cancels, refund: refunds },
    },
    callsByIntent: Object.fromEntries(
      Object.entries(ends).map(([intent, outcomes]) => [intent, sum(Object.values(outcomes))]),
    ),
    endsByIntent: ends,
    attemptsByAnswer: attempts.attemptsByAnswer,
    callsByAttempts: attempts.callsByAttempts,
    replays: attempts.replays,
    retry: recordRetries(attempts, options),
  };
}

function recordRetries(
  { retries, retryPauses, retriesPer100Ms, peakRetriesPer100Ms }: WorkloadReport['attempts'],
  { startedAtMs, peakLimit }: RecordWorkloadOptions,
): RetryRecord {
  const shares = jitterShares(retryPauses);
  return {
    retries,
    shares: histogramOf(shares),
    jitterTest: shares.length < MIN_TESTED ? null : ksTest(shares),
    delays: spreadsOf(retryPauses.pauses),
    per100Ms: retriesPer100Ms.map(({ fromMs, count }) => ({ fromMs: fromMs - startedAtMs, count })),
    peakPer100Ms: peakRetriesPer100Ms,
    peakLimit,
    herd: null,
  };
}

/** A share of exactly 1 belongs to the last bin. */
export function histogramOf(shares: readonly number[]): number[] {
  const bins = Array.from({ length: BINS }, () => 0);
  for (const share of shares) {
    const bin = Math.min(BINS - 1, Math.floor(share * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

/** Only what was drawn: what a server asked for on top of it is no jitter. */
export const spreadsOf = (pauses: readonly DrawnPause[]): DelaySpread[] =>
  [...Map.groupBy(pauses, ({ jitterBoundMs }) => jitterBoundMs)]
    .filter(([boundMs]) => boundMs > 0)
    .sort(([left], [right]) => left - right)
    .map(([boundMs, drawn]) => {
      const delays = drawn.map(({ jitterMs }) => jitterMs).sort((left, right) => left - right);
      const middle = (delays.length - 1) / 2;
      return {
        ...{ boundMs, count: delays.length },
        minMs: delays[0] ?? 0,
        medianMs: ((delays[Math.floor(middle)] ?? 0) + (delays[Math.ceil(middle)] ?? 0)) / 2,
        maxMs: delays.at(-1) ?? 0,
      };
    });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
