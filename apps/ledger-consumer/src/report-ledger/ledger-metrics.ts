import { Inject, Injectable } from '@nestjs/common';
import { Metrics } from '@once/observability';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../config/database.module.ts';
import { PARK_REASONS } from '../park-record/park-reason.ts';
import { countJournalEntries } from './count-journal-entries.sql.ts';
import { countParkedRecords } from './count-parked-records.sql.ts';
import { countUnbalancedEntries } from './count-unbalanced-entries.sql.ts';
import { LEDGER_METRICS } from './ledger.metric-specs.ts';

/** What the ledger holds, from its committed rows. Every replica reports the same: aggregate with max, never sum. */
@Injectable()
export class LedgerMetrics {
  constructor(metrics: Metrics, @Inject(DATABASE_POOL) pool: Pool) {
    const own = metrics.of(LEDGER_METRICS);
    own.fromRows('ledger_effects_applied', async () => [{ value: await countJournalEntries(pool) }]);
    own.fromRows('ledger_unbalanced_entries', async () => [{ value: await countUnbalancedEntries(pool) }]);
    own.fromRows('ledger_records_parked_total', async () => {
      const parked = await countParkedRecords(pool);
      // Every reason is there from the start: a rate over a series that appears at 1 would miss the first record.
      return PARK_REASONS.map((reason) => ({ labels: { reason }, value: parked.get(reason) ?? 0 }));
    });
  }
}
