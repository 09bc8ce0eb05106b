import type { AlertSpec, Job } from '../rules/alert.ts';
import { MINUTE_S, rangeOf } from '../rules/time-scale.ts';

const SERVICES = ['charge-api', 'relay', 'ledger-consumer'] as const satisfies Job[];
const OURS = `job=~"${SERVICES.join('|')}"`;

export const MONITORING_ALERTS: readonly AlertSpec[] = [
  {
    name: 'ServiceDown',
    severity: 'page',
    area: 'monitoring',
    summary: 'No process of {{ $labels.job }} answers',
    description:
      'charge-api: nobody can pay. relay: the ledger falls behind. ledger-consumer: the same, with the events in Kafka.',
    // A service without any target, or without the process that was its target, is as down as one that does not answer.
    expr: () => [`sum by (job) (up{${OURS}}) == 0`, ...SERVICES.map((job) => `absent(up{job="${job}"})`)].join(' or '),
    holdS: MINUTE_S,
  },
  {
    name: 'InstanceDown',
    severity: 'ticket',
    area: 'monitoring',
    summary: 'A process of {{ $labels.job }} does not answer: {{ $labels.instance }}',
    description: 'The others do its work. It should have been started again by now.',
    expr: () => `up{${OURS}} == 0`,
    holdS: 10 * MINUTE_S,
    explainedBy: [{ alert: 'ServiceDown', job: 'same' }],
  },
  {
    name: 'RowMetricsUnreadable',
    severity: 'ticket',
    area: 'monitoring',
    summary: '{{ $labels.job }} can not read {{ $labels.metric }} from its database',
    description: 'The metric is absent instead of wrong. Alerts on it are blind for as long.',
    expr: (time) => `sum by (job, metric) (increase(scrape_failures_total[${rangeOf(time, 10 * MINUTE_S)}])) > 0`,
    holdS: 10 * MINUTE_S,
    explainedBy: [{ alert: 'ServiceDown', job: 'same' }],
  },
];
