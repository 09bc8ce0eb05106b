import type { MetricSet } from './metric-spec.ts';

/** From a replay out of the cache to the longest wait that a caller may ask for, seconds. */
const REQUEST_BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A free connection takes microseconds; nobody waits longer than 3 s for one, seconds. */
const POOL_WAIT_BUCKETS_S = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 3];

/** Of every service. */
export const SERVICE_METRICS = {
  http_request_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'Time from the first byte of a request to the last byte of its answer. Its count is the rate, its status the errors.',
    source: 'process',
    labels: {
      method: 'HTTP method',
      route: 'template of the route, never the URL; unknown where none matched',
      status: 'HTTP status',
    },
    buckets: REQUEST_BUCKETS_S,
  },
  http_requests_in_flight: {
    type: 'gauge',
    unit: 'requests',
    help: 'Requests whose answer has not been sent yet. Probes and scrapes are not counted.',
    source: 'process',
    labels: {},
  },
  database_pool_connections: {
    type: 'gauge',
    unit: 'connections',
    help: 'Connections of the pool, by state.',
    source: 'process',
    labels: { state: ['in_use', 'idle'] },
  },
  database_pool_waiting: {
    type: 'gauge',
    unit: 'callers',
    help: 'Callers that wait for a connection of the pool.',
    source: 'process',
    labels: {},
  },
  database_pool_wait_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'Time that a caller waited for a connection of the pool.',
    source: 'process',
    labels: {},
    buckets: POOL_WAIT_BUCKETS_S,
  },
  database_dead_tuples: {
    type: 'gauge',
    unit: 'rows',
    help: 'Dead rows that vacuum has not removed yet, by table, partitions together. An estimate of the server.',
    source: 'rows',
    labels: {
      table: [
        'charges',
        'idempotency_keys',
        'operations',
        'provider_attempts',
        'outbox',
        'relay_shards',
        'inbox',
        'charge_versions',
        'journal_entries',
        'postings',
        'parked_records',
      ],
    },
  },
  database_oldest_transaction_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'Age of the oldest open transaction on the database, which holds vacuum back. Absent without the role pg_read_all_stats.',
    source: 'rows',
    labels: {},
  },
  scrape_failures_total: {
    type: 'counter',
    unit: 'reads',
    help: 'Metrics that could not be read from the database at a scrape, and were left out of it.',
    source: 'process',
    labels: { metric: 'a metric of this page that is read from rows' },
  },
} as const satisfies MetricSet;
