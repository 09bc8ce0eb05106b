import type { RunRecord, RunVerdict } from '../model/run-record.ts';

type Judged = Pick<
  RunRecord,
  'faultsRequested' | 'phases' | 'workload' | 'faults' | 'crashPoints' | 'metrics' | 'invariants' | 'controls'
>;

export interface Judgement {
  readonly verdict: RunVerdict;
  readonly reasons: readonly string[];
}

/**
 * What a record amounts to. A breach that was seen stays one, whatever else could not be seen; a gap of any kind keeps
 * a run from passing.
 */
export function judgeRecord(record: Judged): Judgement {
  const breaches = breachesOf(record);
  const gaps = gapsOf(record);
  const verdict = breaches.length > 0 ? 'broken' : gaps.length > 0 ? 'inconclusive' : 'pass';
  return { verdict, reasons: [...breaches, ...gaps] };
}

const breachesOf = ({ invariants, metrics, workload, controls }: Judged): string[] => [
  ...invariants
    .filter(({ verdict }) => verdict === 'broken')
    .map(({ invariant, findings }) => `invariant broken: ${invariant} (${findings.length})`),
  ...metrics.filter(({ ok }) => !ok).map(({ name }) => `metric is not the truth: ${name}`),
  ...retryBreachesOf(workload),
  ...controls.filter(({ caught }) => !caught).map(({ name }) => `control not caught: ${name}`),
];

function* retryBreachesOf(workload: Judged['workload']): Generator<string> {
  if (workload === null) return;
  const { jitterTest, peakPer100Ms, peakLimit } = workload.retry;
  if (jitterTest?.isUniform === false) yield `retry delays are not fully jittered: D = ${jitterTest.distance}`;
  if (peakLimit !== null && peakPer100Ms > peakLimit)
    yield `${peakPer100Ms} retries within 100 ms, the limit is ${peakLimit}`;
}

/** A run of all faults, or of all quick ones, has the clients that a limit needs; only the former surely has the draws. */
function* retryGapsOf({ workload, faultsRequested }: Judged): Generator<string> {
  if (workload === null) return;
  const isFull = faultsRequested.includes('all');
  const { jitterTest, peakLimit } = workload.retry;
  if (isFull && jitterTest === null) yield 'the jitter of retries was not tested: too few of them';
  if ((isFull || faultsRequested.includes('quick')) && peakLimit === null)
    yield 'the peak of retries had no limit: no herd of clients failed together';
}

function gapsOf(record: Judged): string[] {
  const { phases, workload, faults, crashPoints, metrics, invariants } = record;
  return [
    ...phases.filter(({ hasFailed }) => hasFailed).map(({ name, detail }) => `${name} failed: ${detail}`),
    ...(workload === null ? ['no workload was run'] : []),
    ...retryGapsOf(record),
    ...(invariants.some(({ verdict }) => verdict === 'held') ? [] : ['no invariant was shown']),
    ...invariants
      .filter(({ verdict }) => verdict === 'not_shown')
      .map(({ invariant }) => `invariant not shown: ${invariant}`),
    ...(metrics.length === 0 ? ['no metric was compared with the truth'] : []),
    ...faults.filter(({ bites }) => bites === 0).map(({ name }) => `fault never bit: ${name}`),
    ...crashPoints.filter(({ kills }) => kills === 0).map(({ label }) => `no kill at crash point: ${label}`),
    ...crashPoints
      .filter(({ kills, recoveredMs }) => kills > 0 && recoveredMs === null)
      .map(({ label }) => `no recovery seen after crash point: ${label}`),
    ...crashPoints.flatMap(({ label, further }) =>
      further
        .filter(({ isTaken, recoveredMs }) => !isTaken || recoveredMs === null)
        .map(({ mode, isTaken }) => `${isTaken ? 'no recovery seen after' : 'nobody came to'} ${mode} at ${label}`),
    ),
  ];
}
