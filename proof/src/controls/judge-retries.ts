import type { WorkloadRecord } from '../model/workload-record.ts';
import type { RedLaw } from './laws-of-run.ts';

/** Laws of the clients' retries. They stand beside the invariants: what they look at is the clients' own log. */
export const RETRIES_FULLY_JITTERED = 'retries-fully-jittered';
export const RETRIES_WITHIN_PEAK = 'retries-within-peak';

/** Laws that the run could have found broken, and found kept. */
export function* keptLawsOfRetries(workload: WorkloadRecord | null): Generator<string> {
  if (workload === null) return;
  const { jitterTest, peakPer100Ms, peakLimit } = workload.retry;
  if (jitterTest?.isUniform === true) yield RETRIES_FULLY_JITTERED;
  if (peakLimit !== null && peakPer100Ms <= peakLimit) yield RETRIES_WITHIN_PEAK;
}

/** What the run's record says of its retries, as laws that are red. */
export function* redLawsOfRetries(workload: WorkloadRecord | null): Generator<RedLaw> {
  if (workload === null) return;
  const { jitterTest, peakPer100Ms, peakLimit } = workload.retry;
  if (jitterTest?.isUniform === false) {
    const { n, distance, criticalDistance } = jitterTest;
    const finding = `D = ${distance.toFixed(3)} of ${n} pauses, full jitter stays below ${criticalDistance.toFixed(3)}`;
    yield { name: RETRIES_FULLY_JITTERED, findings: [finding] };
  }
  if (peakLimit !== null && peakPer100Ms > peakLimit)
    yield { name: RETRIES_WITHIN_PEAK, findings: [`${peakPer100Ms} retries within 100 ms, the limit is ${peakLimit}`] };
}
