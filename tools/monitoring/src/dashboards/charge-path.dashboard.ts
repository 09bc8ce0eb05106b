import type { Dashboard } from './dashboard.ts';

export const CHARGE_PATH: Dashboard = {
  uid: 'once-charge-path',
  title: 'Once: charge path',
  description: 'From the request to the committed charge: routes, provider, database.',
  rows: [
    {
      title: 'Requests',
      panels: [
        {
          title: 'Requests by route',
          description: 'Templates, never URLs.',
          unit: 'reqps',
          queries: [
            {
              expr: 'sum by (method, route) (rate(http_request_duration_seconds_count{job="charge-api"}[1m]))',
              legend: '{{method}} {{route}}',
            },
          ],
        },
        {
          title: 'Answers by status',
          description: '5xx are ours. 402 is a decline, 409 and 422 are refusals, 202 is under way.',
          unit: 'reqps',
          queries: [
            {
              expr: 'sum by (status) (rate(http_request_duration_seconds_count{job="charge-api"}[1m]))',
              legend: '{{status}}',
            },
          ],
        },
        {
          title: 'Duration of calls that change a charge',
          description: 'The promise: 99 % within 1 s.',
          unit: 's',
          queries: ['0.5', '0.95', '0.99'].map((quantile) => ({
            expr: `histogram_quantile(${quantile}, sum by (le) (rate(http_request_duration_seconds_bucket{job="charge-api",method="POST"}[1m])))`,
            legend: `p${Number(quantile) * 100}`,
          })),
        },
      ],
    },
    {
      title: 'Provider',
      panels: [
        {
          title: 'Calls by outcome',
          description: 'unknown: it may have acted. not_sent, breaker_open, bulkhead_full: it has not.',
          unit: 'ops',
          queries: [
            { expr: 'sum by (call, outcome) (rate(provider_calls_total[1m]))', legend: '{{call}} {{outcome}}' },
          ],
        },
        {
          title: 'Duration of calls',
          description: 'p99 by call, answered or not.',
          unit: 's',
          queries: [
            {
              expr: 'histogram_quantile(0.99, sum by (le, call) (rate(provider_call_duration_seconds_bucket[1m])))',
              legend: '{{call}}',
            },
          ],
        },
        {
          title: 'Circuit breaker',
          description: '1 for the state that any process is in.',
          unit: 'short',
          queries: [{ expr: 'max by (state) (provider_breaker_state)', legend: '{{state}}' }],
        },
        {
          title: 'Operations without an outcome',
          description: 'unknown is being found out, needs_review waits for a person.',
          unit: 'short',
          queries: [
            { expr: 'max by (state) (operations_unsettled)', legend: '{{state}}' },
            {
              expr: 'max by (state) (operations_unsettled_oldest_seconds)',
              legend: '{{state}}, age of the oldest in seconds',
            },
          ],
        },
      ],
    },
    {
      title: 'Saturation',
      panels: [
        {
          title: 'Under way and waiting',
          description: 'At most MAX_IN_FLIGHT run and MAX_QUEUED wait; beyond that a request is shed.',
          unit: 'short',
          queries: [
            { expr: 'sum by (state) (admission_requests)', legend: '{{state}}' },
            { expr: 'sum by (reason) (rate(requests_shed_total[1m]))', legend: 'shed per second: {{reason}}' },
          ],
        },
        {
          title: 'Wait for a database connection',
          description: 'p99 by service. A free one takes microseconds.',
          unit: 's',
          queries: [
            {
              expr: 'histogram_quantile(0.99, sum by (le, job) (rate(database_pool_wait_seconds_bucket[1m])))',
              legend: '{{job}}',
            },
          ],
        },
        {
          title: 'Event loop lag',
          description: 'p99 by process.',
          unit: 's',
          queries: [{ expr: 'nodejs_eventloop_lag_p99_seconds', legend: '{{job}} {{instance}}' }],
        },
        {
          title: 'Dead rows and the oldest transaction',
          description: 'A transaction that stays open keeps vacuum from removing rows.',
          unit: 'short',
          queries: [
            { expr: 'topk(5, max by (table) (database_dead_tuples))', legend: '{{table}}, rows' },
            { expr: 'max by (job) (database_oldest_transaction_seconds)', legend: '{{job}}, seconds' },
          ],
        },
      ],
    },
    {
      title: 'Charges',
      panels: [
        {
          title: 'Charges by status',
          description: 'From committed rows.',
          unit: 'short',
          queries: [{ expr: 'max by (status) (charges_total)', legend: '{{status}}' }],
        },
        {
          title: 'Notices of the provider',
          description: 'By what became of them.',
          unit: 'ops',
          queries: [{ expr: 'sum by (result) (rate(provider_notices_total[5m]))', legend: '{{result}}' }],
        },
        {
          title: 'Words that contradict an end',
          description: 'Any rise needs a person.',
          unit: 'short',
          kind: 'stat',
          isRedUnlessZero: true,
          queries: [{ expr: 'max(provider_contradictions_total)', legend: 'contradictions' }],
        },
        {
          title: 'Wrong account, or not what was asked for',
          description: 'Any rise needs a person.',
          unit: 'short',
          kind: 'stat',
          isRedUnlessZero: true,
          queries: [
            { expr: 'sum(provider_account_faults_total)', legend: 'account' },
            { expr: 'sum(provider_success_differs_total)', legend: 'success differs' },
          ],
        },
      ],
    },
  ],
};
