import type { AttemptEntry } from '../../model/history.ts';
import { shown, sumOf, type MetricName } from '../sources/metrics/metric-value.ts';
import type { World } from '../world.ts';
import type { Comparison } from './comparison.ts';
import { countUnanswered, isCounted } from './seen-attempts.ts';

/** How a request with a key was resolved, as its client saw it. */
const OUTCOMES = ['executed', 'replayed', 'in_use', 'pending', 'reused', 'refused'] as const;
type Outcome = (typeof OUTCOMES)[number];

const outcomeOf = ({ status, isReplay, errorCode }: AttemptEntry): Outcome => {
  if (status === 202) return 'pending';
  if (isReplay) return 'replayed';
  if (status === 409) return errorCode === 'idempotency_key_in_use' ? 'in_use' : 'refused';
  return status === 422 && errorCode === 'idempotency_key_reused' ? 'reused' : 'executed';
};

/** Refusals that may come from the operation or from before it: the status does not tell. */
const mayBeRefused = ({ status }: AttemptEntry): boolean => status === 404 || status === 503;

const metricOf = (outcome: Outcome): MetricName => ({
  service: 'charge-api',
  name: 'idempotency_resolutions_total',
  labels: { outcome },
});

/** `idempotency_resolutions_total{outcome}` beside the answers in the clients' log. */
export function compareResolutions({ history, chargeDb, metrics, noCrashes, at }: World): Comparison[] {
  if (metrics === null) return [];
  const attempts = history.calls.flatMap((call) => call.attempts);
  const seen = Map.groupBy(attempts.filter(isCounted), outcomeOf);
  const unanswered = countUnanswered(history);
  const doubtful = attempts.filter(mayBeRefused).length;
  // Jobs of the service go through the same door, and no client sees how they are resolved.
  const byJobs = chargeDb.operations.some(({ kind }) => kind === 'charge.expire') ? Infinity : 0;
  // A key is executed once, whoever was or was not told.
  const ended = chargeDb.keys.filter(({ responseStatus }) => responseStatus !== null).length;
  const isComplete = noCrashes && at === 'drained';
  return OUTCOMES.map((outcome) => {
    const count = seen.get(outcome)?.length ?? 0;
    const possible = count + unanswered + byJobs + (outcome === 'refused' ? doubtful : 0);
    return {
      metric: shown(metricOf(outcome)),
      scraped: sumOf(metrics.before, metricOf(outcome)),
      atLeast: isComplete ? count : 0,
      atMost: outcome === 'executed' ? Math.min(possible, ended) : possible,
    };
  });
}
