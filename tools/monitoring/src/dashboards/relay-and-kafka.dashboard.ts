import type { Dashboard } from './dashboard.ts';

export const RELAY_AND_KAFKA: Dashboard = {
  uid: 'once-relay-and-kafka',
  title: 'Once: relay and Kafka',
  description: 'From the outbox to the topic.',
  rows: [
    {
      title: 'Outbox',
      panels: [
        {
          title: 'Age of the oldest unpublished event',
          description: 'Healthy is below a second; five seconds when a relay is lost.',
          unit: 's',
          queries: [{ expr: 'max(outbox_lag_seconds)', legend: 'lag' }],
        },
        {
          title: 'Unpublished events',
          description: 'From committed rows.',
          unit: 'short',
          queries: [{ expr: 'max(outbox_pending)', legend: 'pending' }],
        },
        {
          title: 'Published',
          description: 'Acknowledged and marked.',
          unit: 'ops',
          queries: [{ expr: 'sum by (instance) (rate(relay_events_published_total[1m]))', legend: '{{instance}}' }],
        },
      ],
    },
    {
      title: 'Sends',
      panels: [
        {
          title: 'Sends that were not acknowledged',
          description: 'Their events stay unpublished and are sent again.',
          unit: 'ops',
          queries: [{ expr: 'sum by (reason) (rate(relay_send_failures_total[1m]))', legend: '{{reason}}' }],
        },
        {
          title: 'Duration of sends',
          description: 'Until acknowledged or given up.',
          unit: 's',
          queries: ['0.5', '0.99'].map((quantile) => ({
            expr: `histogram_quantile(${quantile}, sum by (le) (rate(relay_send_duration_seconds_bucket[1m])))`,
            legend: `p${Number(quantile) * 100}`,
          })),
        },
        {
          title: 'Events of one send',
          description: 'Grows under load.',
          unit: 'short',
          queries: [
            { expr: 'sum(rate(relay_batch_events_sum[1m])) / sum(rate(relay_batch_events_count[1m]))', legend: 'mean' },
          ],
        },
      ],
    },
    {
      title: 'Shards',
      panels: [
        {
          title: 'Owned',
          description: 'Twelve in all.',
          unit: 'short',
          queries: [{ expr: 'sum by (instance) (relay_shards_owned)', legend: '{{instance}}' }],
        },
        {
          title: 'Held back',
          description: 'Because Kafka took none of their events.',
          unit: 'short',
          queries: [{ expr: 'sum by (instance) (relay_shards_held)', legend: '{{instance}}' }],
        },
        {
          title: 'Take-overs and losses',
          description: 'Both mean that a lease ran out.',
          unit: 'ops',
          queries: [
            { expr: 'sum(rate(relay_shard_takeovers_total[5m]))', legend: 'taken over' },
            { expr: 'sum(rate(relay_shard_losses_total[5m]))', legend: 'lost' },
          ],
        },
      ],
    },
    {
      title: 'Partitions of the outbox',
      panels: [
        {
          title: 'Days ahead, and overdue',
          description: 'At 0 days ahead new events go to the default partition tomorrow.',
          unit: 'short',
          queries: [
            { expr: 'max(outbox_partition_days_ahead)', legend: 'days ahead' },
            { expr: 'max(outbox_partitions_overdue)', legend: 'overdue' },
          ],
        },
        {
          title: 'Jobs by result',
          description: 'default_in_use, unpublished and failed ask for a look.',
          unit: 'short',
          queries: [{ expr: 'sum by (result) (increase(relay_partition_jobs_total[1h]))', legend: '{{result}}' }],
        },
      ],
    },
  ],
};
