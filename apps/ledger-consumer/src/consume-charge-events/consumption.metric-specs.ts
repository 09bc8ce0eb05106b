import type { MetricSet } from '@once/observability';

/** From a replay out of the cache to the longest wait that a caller may ask for, seconds. */
const REQUEST_BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** From one poll of the relay to an outage of hours, seconds. */
const FRESHNESS_BUCKETS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];

/** What this process consumes. */
export const CONSUMPTION_METRICS = {
  ledger_freshness_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'Time from the moment an event occurred, its commit in charge-api, to its committed posting. Each posting counts once.',
    source: 'process',
    labels: {},
    buckets: FRESHNESS_BUCKETS_S,
  },
  ledger_records_consumed_total: {
    type: 'counter',
    unit: 'records',
    help: 'Records dealt with: posted, advanced (the version alone), duplicate, or parked.',
    source: 'process',
    labels: { outcome: ['posted', 'advanced', 'duplicate', 'parked'] },
  },
  ledger_chunk_records: {
    type: 'histogram',
    unit: 'records',
    help: 'Records that were applied in one transaction.',
    source: 'process',
    labels: {},
    buckets: BATCH_BUCKETS,
  },
  ledger_chunk_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'Time of one transaction that applied records, committed or not.',
    source: 'process',
    labels: {},
    buckets: REQUEST_BUCKETS_S,
  },
  ledger_chunk_failures_total: {
    type: 'counter',
    unit: 'chunks',
    help: 'Chunks that were rolled back, by cause: outage, record, or other (a bug).',
    source: 'process',
    labels: { cause: ['outage', 'record', 'other'] },
  },
  ledger_version_gaps_total: {
    type: 'counter',
    unit: 'events',
    help: 'Events whose predecessor had not come, each counted once. Their partition rests until it does.',
    source: 'process',
    labels: {},
  },
  ledger_payload_mismatches_total: {
    type: 'counter',
    unit: 'events',
    help: 'Events under a known event id with another payload.',
    source: 'process',
    labels: {},
  },
  consumer_partitions_paused: {
    type: 'gauge',
    unit: 'partitions',
    help: 'Partitions of this process that rest after a failure, by reason.',
    source: 'process',
    labels: { reason: ['database_outage', 'version_gap', 'record_failed', 'parking_failed', 'handler_failed'] },
  },
} as const satisfies MetricSet;
