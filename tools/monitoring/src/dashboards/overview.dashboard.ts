import type { Dashboard } from './dashboard.ts';

export const OVERVIEW: Dashboard = {
  uid: 'once-overview',
  title: 'Once: overview',
  description: 'Whether every charge happened once, whether promises hold, and where it hurts.',
  rows: [
    {
      title: 'The invariant: operations that moved money = effects in the ledger = entries, and they add up',
      panels: [
        {
          title: 'Operations that moved money',
          description: 'Succeeded captures, charges and refunds, from committed rows of the charge database.',
          unit: 'short',
          kind: 'stat',
          queries: [{ expr: 'max(charge_effects_owed)', legend: 'owed' }],
        },
        {
          title: 'Effects in the ledger',
          description: 'Journal entries, from committed rows of the ledger database.',
          unit: 'short',
          kind: 'stat',
          queries: [{ expr: 'max(ledger_effects_applied)', legend: 'applied' }],
        },
        {
          title: 'Owed less applied, and not on its way',
          description: 'Healthy is 0 as soon as traffic pauses; scrapes of two services are some seconds apart.',
          unit: 'short',
          kind: 'stat',
          isRedUnlessZero: true,
          queries: [
            {
              expr: 'max(charge_effects_owed) - max(ledger_effects_applied) - max(outbox_pending) - sum(consumer_lag_records)',
              legend: 'missing',
            },
          ],
        },
        {
          title: 'Entries whose debits and credits differ',
          description: 'Of the newest entries. Anything but 0 is an emergency.',
          unit: 'short',
          kind: 'stat',
          isRedUnlessZero: true,
          queries: [{ expr: 'max(ledger_unbalanced_entries)', legend: 'unbalanced' }],
        },
      ],
    },
    {
      title: 'Duplicates that had no effect, and what waits for a person',
      panels: [
        {
          title: 'Requests answered from what is stored',
          description: 'Retries and twins that did not charge again, since the processes started.',
          unit: 'short',
          kind: 'stat',
          queries: [
            { expr: 'sum(idempotency_resolutions_total{outcome=~"replayed|in_use|purged"})', legend: 'suppressed' },
          ],
        },
        {
          title: 'Events delivered again and dropped',
          description: 'By the inbox, since the processes started.',
          unit: 'short',
          kind: 'stat',
          queries: [{ expr: 'sum(inbox_duplicates_total)', legend: 'suppressed' }],
        },
        {
          title: 'Operations that wait for a person',
          description: 'The provider can not say what became of them.',
          unit: 'short',
          kind: 'stat',
          isRedUnlessZero: true,
          queries: [{ expr: 'max(operations_unsettled{state="needs_review"})', legend: 'needs review' }],
        },
        {
          title: 'Records set aside',
          description: 'By the ledger, and not applied.',
          unit: 'short',
          kind: 'stat',
          isRedUnlessZero: true,
          queries: [{ expr: 'sum(max by (reason) (ledger_records_parked_total))', legend: 'parked' }],
        },
      ],
    },
    {
      title: 'The promises',
      panels: [
        {
          title: 'Share of bad events, last hour',
          description: 'Availability 0.1 %, latency 1 %, freshness 0.1 % are the budgets of 30 days.',
          unit: 'percentunit',
          queries: [{ expr: 'slo:bad_ratio:rate1h', legend: '{{slo}}' }],
        },
        {
          title: 'Share of bad events, last three days',
          description: 'As above, over the longest window of the alerts.',
          unit: 'percentunit',
          queries: [{ expr: 'slo:bad_ratio:rate3d', legend: '{{slo}}' }],
        },
        {
          title: 'Alerts that fire',
          description: 'By name and severity.',
          unit: 'short',
          queries: [
            {
              expr: 'count by (alertname, severity) (ALERTS{alertstate="firing"})',
              legend: '{{severity}} {{alertname}}',
            },
          ],
        },
      ],
    },
    {
      title: 'The four metrics of the triage',
      panels: [
        {
          title: 'How keys were resolved',
          description: 'A rise of "reused" is a spike of 422.',
          unit: 'ops',
          queries: [{ expr: 'sum by (outcome) (rate(idempotency_resolutions_total[1m]))', legend: '{{outcome}}' }],
        },
        {
          title: 'Attempts',
          description: 'A rise of 3 and more means that answers get lost.',
          unit: 'ops',
          queries: [{ expr: 'sum by (attempt) (rate(charge_attempts_total[1m]))', legend: '{{attempt}}' }],
        },
        {
          title: 'Outbox: age of the oldest, and how many',
          description: 'Healthy is below a second.',
          unit: 'short',
          queries: [
            { expr: 'max(outbox_lag_seconds)', legend: 'lag, seconds' },
            { expr: 'max(outbox_pending)', legend: 'pending' },
          ],
        },
        {
          title: 'Ledger: effects and duplicates',
          description: 'What was applied, and what came again.',
          unit: 'ops',
          queries: [
            { expr: 'max(rate(ledger_effects_applied[1m]))', legend: 'applied' },
            { expr: 'sum(rate(inbox_duplicates_total[1m]))', legend: 'duplicates' },
          ],
        },
      ],
    },
  ],
};
