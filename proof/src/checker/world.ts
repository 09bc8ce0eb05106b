import type { CheckedAt } from '../model/finding.ts';
import type { ChargeDb } from './sources/charge-db/charge-db.ts';
import type { CallLog } from './sources/history/call-log.ts';
import type { CommittedOffsets, Topic } from './sources/kafka/topic-record.ts';
import type { LedgerDb } from './sources/ledger-db/ledger-db.ts';
import type { MetricsReading } from './sources/metrics/scrape.ts';
import type { ProviderRecord } from './sources/provider/provider-record.ts';

/** Everything that a run left behind, and under which conditions it is judged. */
export interface World {
  /** `drained`: everything that was accepted has been worked off, and nothing was written while we read. */
  readonly at: CheckedAt;
  /** No process was killed, restarted or stopped, and no partition changed hands: process counters are complete. */
  readonly noCrashes: boolean;
  readonly history: CallLog;
  readonly chargeDb: ChargeDb;
  readonly ledgerDb: LedgerDb;
  readonly topic: Topic;
  readonly committedOffsets: CommittedOffsets;
  readonly provider: ProviderRecord;
  /** Null when the caller asked for none. */
  readonly metrics: MetricsReading | null;
}
