import { Injectable } from '@nestjs/common';
import { INBOX_METRICS } from '@once/inbox';
import { Metrics } from '@once/observability';
import type { ChunkReport } from './apply-chunk.ts';
import { CONSUMPTION_METRICS } from './consumption.metric-specs.ts';

/** What this process saw. Process counters: they may under-count after a crash, never over-count. */
@Injectable()
export class ConsumptionMetrics {
  readonly gaps;
  readonly payloadMismatches;
  readonly failures;
  private readonly duplicates;
  private readonly records;
  private readonly chunkRecords;
  private readonly chunkDurations;
  private readonly freshness;

  constructor(metrics: Metrics) {
    this.duplicates = metrics.of(INBOX_METRICS).counter('inbox_duplicates_total');
    const own = metrics.of(CONSUMPTION_METRICS);
    this.gaps = own.counter('ledger_version_gaps_total');
    this.payloadMismatches = own.counter('ledger_payload_mismatches_total');
    this.failures = own.counter('ledger_chunk_failures_total');
    this.records = own.counter('ledger_records_consumed_total');
    this.chunkRecords = own.histogram('ledger_chunk_records');
    this.chunkDurations = own.histogram('ledger_chunk_duration_seconds');
    this.freshness = own.histogram('ledger_freshness_seconds');
  }

  /** A chunk was committed. Its postings are as old as their events are by now. */
  countApplied({ duplicates, parked, posted, advanced }: ChunkReport, nowMs = Date.now()): void {
    this.duplicates.inc(duplicates);
    this.records.inc({ outcome: 'duplicate' }, duplicates);
    this.records.inc({ outcome: 'advanced' }, advanced);
    this.records.inc({ outcome: 'posted' }, posted.length);
    this.records.inc({ outcome: 'parked' }, parked.length);
    // Two clocks, ours and that of charge-api: a little ahead of us is no time at all.
    for (const { occurredAt } of posted) this.freshness.observe(Math.max(0, nowMs - Date.parse(occurredAt)) / 1_000);
  }

  /** A record was set aside in a transaction of its own. */
  countParked(): void {
    this.records.inc({ outcome: 'parked' });
  }

  /** Times one transaction, committed or not. */
  async time<T>(records: number, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    this.chunkRecords.observe(records);
    try {
      return await work();
    } finally {
      this.chunkDurations.observe((performance.now() - startedAt) / 1_000);
    }
  }
}
