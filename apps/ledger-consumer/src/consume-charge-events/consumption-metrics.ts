import { Injectable } from '@nestjs/common';
import { Metrics } from '@once/observability';

/** What this process saw. Process counters: they may under-count after a crash, never over-count. */
@Injectable()
export class ConsumptionMetrics {
  readonly duplicates;
  readonly gaps;
  readonly payloadMismatches;
  readonly failures;

  constructor(metrics: Metrics) {
    this.duplicates = metrics.counter({
      name: 'inbox_duplicates_total',
      help: 'Events delivered again and dropped, as the inbox knew them.',
    });
    this.gaps = metrics.counter({
      name: 'ledger_version_gaps_total',
      help: 'Events whose predecessor had not come, each counted once. Their partition rests until it does.',
    });
    this.payloadMismatches = metrics.counter({
      name: 'ledger_payload_mismatches_total',
      help: 'Events under a known event id with another payload.',
    });
    this.failures = metrics.counter({
      name: 'ledger_chunk_failures_total',
      help: 'Chunks that were rolled back, by cause: outage, record, or other (a bug).',
      labelNames: ['cause'],
    });
    for (const cause of ['outage', 'record', 'other'] as const) this.failures.inc({ cause }, 0);
  }
}
