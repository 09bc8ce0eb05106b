import type { AlertSpec } from '../rules/alert.ts';
import { HOUR_S, MINUTE_S, rangeOf, type TimeScale } from '../rules/time-scale.ts';

const LATE_ATTEMPTS = 'attempt=~"[3-9]|10|over_10"';

/** Below it a share says nothing: at three requests an hour, one is a third. */
const FEWEST_IN_5_MIN = 10;

const increaseOf =
  (metric: string) =>
  (selector: string, time: TimeScale): string =>
    `sum(increase(${metric}${selector}[${rangeOf(time, 5 * MINUTE_S)}]))`;

const resolutions = increaseOf('idempotency_resolutions_total');
const attempts = increaseOf('charge_attempts_total');

export const CHARGING_ALERTS: readonly AlertSpec[] = [
  {
    name: 'KeyReuseSpike',
    severity: 'page',
    area: 'charging',
    summary: '{{ $value | humanizePercentage }} of requests are refused: their key names another operation (422)',
    description:
      'A caller sends one idempotency key with different bodies, or a deploy of ours compares them differently. Nobody is charged twice; these charges do not happen at all.',
    expr: (time) =>
      `${resolutions('{outcome="reused"}', time)} / ${resolutions('', time)} > 0.05` +
      ` and ${resolutions('{outcome="reused"}', time)} >= ${FEWEST_IN_5_MIN}`,
    holdS: 3 * MINUTE_S,
  },
  {
    name: 'ThirdAttemptSurge',
    severity: 'page',
    area: 'charging',
    summary: 'Callers need a third attempt for {{ $value | humanizePercentage }} of their operations',
    description:
      'Answers get lost or are errors, twice in a row. Keys keep it from charging twice; callers wait, and give up when their retry budget is spent.',
    expr: (time) =>
      `${attempts(`{${LATE_ATTEMPTS}}`, time)} / ${attempts('{attempt="1"}', time)} > 0.05` +
      ` and ${attempts(`{${LATE_ATTEMPTS}}`, time)} >= ${FEWEST_IN_5_MIN}`,
    holdS: 3 * MINUTE_S,
    explainedBy: [
      { alert: 'ServiceDown', job: 'charge-api' },
      { alert: 'ProviderBreakerOpen' },
      { alert: 'ChargeAvailabilityBurnsBudget' },
    ],
  },
  {
    name: 'AbandonedWorkWaits',
    severity: 'page',
    area: 'charging',
    summary: 'An operation has been without a worker for {{ $value | humanizeDuration }}',
    description:
      'Its process is gone or stands still, and no other one finishes it, which takes seconds else. A card may be charged for it.',
    expr: (time) => `max(idempotency_leases_over_oldest_seconds) > ${time.ageS(2 * MINUTE_S)}`,
    holdS: MINUTE_S,
    explainedBy: [{ alert: 'ServiceDown', job: 'charge-api' }],
  },
  {
    name: 'WorkersLost',
    severity: 'ticket',
    area: 'charging',
    summary: '{{ $value | humanize }} operations in an hour lost their worker and were taken over',
    description:
      'Processes die or stand still in the middle of a charge. Each was finished by another one; find out why they go.',
    expr: (time) => `sum(increase(idempotency_lease_takeovers_total[${rangeOf(time, HOUR_S)}])) > 20`,
    holdS: 0,
    explainedBy: [{ alert: 'ServiceDown', job: 'charge-api' }],
  },
];
