import { jitterShares } from '../../clients/statistics/jitter-sample.ts';
import { ksTest } from '../../clients/statistics/ks-test.ts';
import { WINDOW_MS } from '../../clients/statistics/peak-limit.ts';
import type { WorkloadReport } from '../../clients/workload-report.ts';
import type { HerdRecord, RetryRecord, WorkloadRecord } from '../../model/workload-record.ts';
import { addUp, addUpNested } from './add-up.ts';
import { histogramOf, spreadsOf } from './delay-figures.ts';

/** With fewer retries the test could only be passed. */
const LEAST_RETRIES_TESTED = 500;

interface RunFacts {
  /** When the run began, since 1970. */
  readonly startedAtMs: number;
  readonly herd: HerdRecord | null;
}

/** What the clients of all waves did, as one. */
export function workloadRecord(reports: readonly WorkloadReport[], run: RunFacts): WorkloadRecord {
  const planned = addUp(reports.map(({ planned: counts }) => counts));
  const of = (name: keyof WorkloadReport['planned']): number => planned[name] ?? 0;
  return {
    operationsByAction: {
      charge: of('sales'),
      authorize: of('authorizations'),
      capture: of('captures'),
      cancel: of('cancels'),
      refund: of('refunds'),
    },
    callsByIntent: callsByIntent(reports),
    endsByIntent: addUpNested(reports.map(({ ends }) => ends)),
    attemptsByAnswer: addUp(reports.map(({ attempts }) => attempts.attemptsByAnswer)),
    callsByAttempts: addUp(reports.map(({ attempts }) => attempts.callsByAttempts)),
    replays: reports.reduce((sum, { attempts }) => sum + attempts.replays, 0),
    retry: retryRecord(reports, run),
  };
}

const callsByIntent = (reports: readonly WorkloadReport[]): WorkloadRecord['callsByIntent'] =>
  Object.fromEntries(
    Object.entries(addUpNested(reports.map(({ ends }) => ends))).map(([intent, outcomes]) => [
      intent,
      Object.values(outcomes).reduce((sum, count) => sum + count, 0),
    ]),
  );

function retryRecord(reports: readonly WorkloadReport[], { startedAtMs, herd }: RunFacts): RetryRecord {
  const sample = { pauses: reports.flatMap(({ attempts }) => attempts.retryPauses.pauses), notKept: 0 };
  const shares = jitterShares(sample);
  const perWindow = addUp(
    reports.filter(isCounted(herd)).map(({ attempts }) => countsByWindow(attempts.retriesPer100Ms)),
  );
  const windows = Object.entries(perWindow).map(([fromMs, count]) => ({ fromMs: Number(fromMs) - startedAtMs, count }));
  return {
    retries: reports.reduce((sum, { attempts }) => sum + attempts.retries, 0),
    shares: histogramOf(shares),
    jitterTest: shares.length >= LEAST_RETRIES_TESTED ? ksTest(shares) : null,
    delays: spreadsOf(sample.pauses),
    per100Ms: windows.toSorted((left, right) => left.fromMs - right.fromMs),
    peakPer100Ms: Math.max(0, drawnPeak(reports, herd), ...windows.map(({ count }) => count)),
    peakLimit: herd?.limit ?? null,
    herd,
  };
}

/**
 * Of the herd, pauses that were drawn from one window of 100 ms. All lost their connections in one moment: a busy process
 * that lets them hear of it one after the other spreads out retries that were not meant to be.
 */
function drawnPeak(reports: readonly WorkloadReport[], herd: HerdRecord | null): number {
  const pauses = reports.find(({ label }) => label === herd?.label)?.attempts.retryPauses.pauses ?? [];
  const windows = Map.groupBy(pauses, ({ jitterMs }) => Math.floor(jitterMs / WINDOW_MS));
  return Math.max(0, ...[...windows.values()].map(({ length }) => length));
}

/** A herd from whose peak nothing could be told, because its process stood still, was followed by another one. */
const isCounted =
  (herd: HerdRecord | null) =>
  ({ label }: WorkloadReport): boolean =>
    !label.startsWith('herd-') || herd === null || label === herd.label;

const countsByWindow = (
  windows: readonly { readonly fromMs: number; readonly count: number }[],
): Record<string, number> => Object.fromEntries(windows.map(({ fromMs, count }) => [fromMs, count]));
