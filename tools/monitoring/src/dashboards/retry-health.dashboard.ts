import type { Dashboard } from './dashboard.ts';

export const RETRY_HEALTH: Dashboard = {
  uid: 'once-retry-health',
  title: 'Once: retry health',
  description: 'Whether retries help or harm, and who takes over from whom.',
  rows: [
    {
      title: 'Callers',
      panels: [
        {
          title: 'Requests per first attempt',
          description: 'Retries add at most 10 % while an outage lasts, where callers keep a retry budget.',
          unit: 'short',
          queries: [
            {
              expr: 'sum(rate(charge_attempts_total{attempt!="unstated"}[5m])) / sum(rate(charge_attempts_total{attempt="1"}[5m]))',
              legend: 'sends / offered',
            },
          ],
        },
        {
          title: 'Operations that need attempt 2, and 3 or more',
          description: 'As a share of first attempts. More than 5 % of threes pages.',
          unit: 'percentunit',
          queries: [
            {
              expr: 'sum(rate(charge_attempts_total{attempt="2"}[5m])) / sum(rate(charge_attempts_total{attempt="1"}[5m]))',
              legend: '2',
            },
            {
              expr: 'sum(rate(charge_attempts_total{attempt=~"[3-9]|10|over_10"}[5m])) / sum(rate(charge_attempts_total{attempt="1"}[5m]))',
              legend: '3 and more',
            },
          ],
        },
        {
          title: 'Attempts by number',
          description: 'Each step should be a small part of the one before.',
          unit: 'ops',
          queries: [{ expr: 'sum by (attempt) (rate(charge_attempts_total[5m]))', legend: '{{attempt}}' }],
        },
      ],
    },
    {
      title: 'Keys',
      panels: [
        {
          title: 'How keys were resolved',
          description: 'As shares of all requests with a key.',
          unit: 'percentunit',
          queries: [
            {
              expr: 'sum by (outcome) (rate(idempotency_resolutions_total[5m])) / on () group_left () sum(rate(idempotency_resolutions_total[5m]))',
              legend: '{{outcome}}',
            },
          ],
        },
        {
          title: 'Requests that were shed',
          description: '503 before anything was done, and 429.',
          unit: 'ops',
          queries: [{ expr: 'sum by (reason) (rate(requests_shed_total[1m]))', legend: '{{reason}}' }],
        },
        {
          title: 'Operations of one transaction',
          description: 'Claims and completions of the same moment share their statements.',
          unit: 'short',
          queries: [
            {
              expr: 'sum by (batch) (rate(idempotency_batch_operations_sum[1m])) / sum by (batch) (rate(idempotency_batch_operations_count[1m]))',
              legend: '{{batch}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Recovery without callers',
      panels: [
        {
          title: 'Operations taken up',
          description: 'By sweep and outcome.',
          unit: 'ops',
          queries: [
            { expr: 'sum by (sweep, outcome) (rate(operations_taken_up_total[5m]))', legend: '{{sweep}} {{outcome}}' },
          ],
        },
        {
          title: 'Leases taken over',
          description: 'By the next caller, or the resumer.',
          unit: 'ops',
          queries: [{ expr: 'sum by (by) (rate(idempotency_lease_takeovers_total[5m]))', legend: '{{by}}' }],
        },
        {
          title: 'Leases that are over',
          description: 'And how long the oldest one has been. Healthy is seconds.',
          unit: 'short',
          queries: [
            { expr: 'max(idempotency_leases_over)', legend: 'operations' },
            { expr: 'max(idempotency_leases_over_oldest_seconds)', legend: 'oldest, seconds' },
          ],
        },
      ],
    },
  ],
};
