import type { Dashboard } from './dashboard.ts';

export const LEDGER: Dashboard = {
  uid: 'once-ledger',
  title: 'Once: ledger',
  description: 'From the topic to the posting.',
  rows: [
    {
      title: 'Behind',
      panels: [
        {
          title: 'From occurred to posted',
          description: 'The promise: 99.9 % within 10 s.',
          unit: 's',
          queries: ['0.5', '0.99', '0.999'].map((quantile) => ({
            expr: `histogram_quantile(${quantile}, sum by (le) (rate(ledger_freshness_seconds_bucket[1m])))`,
            legend: `p${Number(quantile) * 100}`,
          })),
        },
        {
          title: 'Age of the oldest record not dealt with',
          description: 'By partition.',
          unit: 's',
          queries: [{ expr: 'max by (partition) (consumer_lag_seconds)', legend: '{{partition}}' }],
        },
        {
          title: 'Records behind',
          description: 'By partition.',
          unit: 'short',
          queries: [{ expr: 'sum by (partition) (consumer_lag_records)', legend: '{{partition}}' }],
        },
      ],
    },
    {
      title: 'Posting',
      panels: [
        {
          title: 'Records by what became of them',
          description: 'duplicate: dropped, as the inbox knew it.',
          unit: 'ops',
          queries: [{ expr: 'sum by (outcome) (rate(ledger_records_consumed_total[1m]))', legend: '{{outcome}}' }],
        },
        {
          title: 'Transactions that were rolled back',
          description: 'outage: tried again for ever. record: record by record. other: a bug.',
          unit: 'ops',
          queries: [{ expr: 'sum by (cause) (rate(ledger_chunk_failures_total[1m]))', legend: '{{cause}}' }],
        },
        {
          title: 'Duration of a transaction',
          description: 'p99, and how many records share one.',
          unit: 'short',
          queries: [
            {
              expr: 'histogram_quantile(0.99, sum by (le) (rate(ledger_chunk_duration_seconds_bucket[1m])))',
              legend: 'p99, seconds',
            },
            {
              expr: 'sum(rate(ledger_chunk_records_sum[1m])) / sum(rate(ledger_chunk_records_count[1m]))',
              legend: 'records, mean',
            },
          ],
        },
      ],
    },
    {
      title: 'Trouble',
      panels: [
        {
          title: 'Partitions that rest',
          description: 'By reason. Healthy is none.',
          unit: 'short',
          queries: [
            { expr: 'sum by (reason) (consumer_partitions_paused)', legend: '{{reason}}' },
            { expr: 'sum(consumer_partitions_assigned)', legend: 'assigned, of 12' },
          ],
        },
        {
          title: 'Records set aside',
          description: 'By reason, from committed rows.',
          unit: 'short',
          queries: [{ expr: 'max by (reason) (ledger_records_parked_total) > 0', legend: '{{reason}}' }],
        },
        {
          title: 'Gaps and mismatches',
          description: 'An event before its predecessor; an event id with another payload.',
          unit: 'ops',
          queries: [
            { expr: 'sum(rate(ledger_version_gaps_total[5m]))', legend: 'gaps' },
            { expr: 'sum(rate(ledger_payload_mismatches_total[5m]))', legend: 'mismatches' },
          ],
        },
      ],
    },
  ],
};
