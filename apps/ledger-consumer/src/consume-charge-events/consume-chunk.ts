import { Inject, Injectable, Logger } from '@nestjs/common';
import { runInTx, type FailureCause } from '@once/database';
import { failpoint } from '@once/failpoint';
import type { Backoff, ChunkOutcome, RecordChunk } from '@once/messaging';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../config/database.module.ts';
import { decodeChargeEvent } from '../decode-charge-event/decode-charge-event.ts';
import { parkRecordsInTx } from '../park-record/park-records.sql.ts';
import type { ParkedRecord } from '../park-record/parked-record.ts';
import { RecordRefusedError } from '../park-record/record-refused.error.ts';
import { AccountBook } from '../post-charge-event/account-book.ts';
import { applyChunkInTx, type ChunkReport, type DecodedRecord } from './apply-chunk.ts';
import { runInChunkSpan } from './chunk-span.ts';
import { ConsumptionMetrics } from './consumption-metrics.ts';
import { failureOfChunk } from './failure-of-chunk.ts';
import { parkedAfterFailure } from './parked-after-failure.ts';
import type { PauseReason } from './pause-reason.ts';
import { RecordAttempts } from './record-attempts.ts';

/** Most tries of a record that fails by itself. */
export const MAX_RECORD_ATTEMPTS = Symbol('MAX_RECORD_ATTEMPTS');

/** Outages and gaps end when someone mends them; until then a look every few seconds is enough. */
const WAIT: Backoff = { baseMs: 200, capMs: 5_000 };
/** A record that fails by itself holds up its partition, so its few tries come close together. */
const RETRY: Backoff = { baseMs: 50, capMs: 500 };

type Pause = Extract<ChunkOutcome, { kind: 'pause' }>;
const pause = (reason: PauseReason, backoff: Backoff): Pause => ({ kind: 'pause', reason, backoff });

/** Decides what becomes of a chunk: applied whole, applied record by record, or left for later. */
@Injectable()
export class ConsumeChunk {
  private readonly logger = new Logger(ConsumeChunk.name);
  private readonly book = new AccountBook();
  private readonly attempts = new RecordAttempts();

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(MAX_RECORD_ATTEMPTS) private readonly maxAttempts: number,
    private readonly metrics: ConsumptionMetrics,
  ) {}

  async consume(chunk: RecordChunk): Promise<ChunkOutcome> {
    const items = chunk.records.map((record) => ({ record, decoded: decodeChargeEvent(record) }));
    try {
      return this.outcomeOf(items, await this.apply(items));
    } catch (error) {
      const cause = this.countFailure(error);
      return cause === 'outage' ? this.waitOut(error, items) : this.consumeOneByOne(items);
    }
  }

  /** One bad record must not cost the others: each gets a transaction of its own. */
  private async consumeOneByOne(items: readonly DecodedRecord[]): Promise<ChunkOutcome> {
    let processedThrough: string | undefined;
    for (const item of items) {
      const outcome = await this.consumeAlone(item);
      if (outcome.kind === 'pause') return { ...outcome, processedThrough };
      processedThrough = item.record.offset;
    }
    return { kind: 'done' };
  }

  private async consumeAlone(item: DecodedRecord): Promise<ChunkOutcome> {
    try {
      return this.outcomeOf([item], await this.apply([item]));
    } catch (error) {
      if (this.countFailure(error) === 'outage') return this.waitOut(error, [item]);
      const attempts = this.attempts.failed(item.record);
      const isFinal = error instanceof RecordRefusedError || attempts >= this.maxAttempts;
      return isFinal ? this.park(parkedAfterFailure(item, error, attempts)) : pause('record_failed', RETRY);
    }
  }

  /**
   * If we crash here (in the COMMIT): the chunk is applied as a whole or not at all. Recovery: the offsets are not
   * committed, so the records come again; after a lost reply to COMMIT we run the chunk again ourselves.
   * Duplicate effect prevented by: inbox primary key (event_id), charge_versions, journal_entries_one_per_event.
   */
  private async apply(items: readonly DecodedRecord[]): Promise<ChunkReport> {
    const work = () => runInTx(this.pool, (tx) => applyChunkInTx(tx, items, this.book));
    failpoint('ledger-consumer.received-before-transaction');
    const report = await this.metrics.time(items.length, () => runInChunkSpan(items, work));
    failpoint('ledger-consumer.committed-before-offset');
    this.book.remember(report.accounts);
    this.metrics.countApplied(report);
    report.parked.forEach((parked) => this.alarm(parked));
    return report;
  }

  private outcomeOf(items: readonly DecodedRecord[], { gapAt }: ChunkReport): ChunkOutcome {
    const blocked = gapAt === undefined ? undefined : items[gapAt]?.record;
    if (gapAt === undefined || !blocked) return { kind: 'done' };
    if (this.attempts.failed(blocked) === 1) {
      this.metrics.gaps.inc();
      const { topic, partition, offset } = blocked;
      this.logger.error({ topic, partition, offset }, 'version gap: the partition rests until the predecessor comes');
    }
    return { ...pause('version_gap', WAIT), processedThrough: items[gapAt - 1]?.record.offset };
  }

  /**
   * If we crash here: the record is parked or it is not. Recovery: its offset is not committed, so it comes again and
   * is parked again. Duplicate effect prevented by: parked_records primary key (topic, partition, record_offset).
   */
  private async park(parked: ParkedRecord): Promise<ChunkOutcome> {
    try {
      await runInTx(this.pool, (tx) => parkRecordsInTx(tx, [parked]));
    } catch (error) {
      this.logger.error({ err: error, offset: parked.record.offset }, 'a record could not be parked');
      return pause('parking_failed', WAIT);
    }
    this.metrics.countParked();
    this.alarm(parked);
    return { kind: 'done' };
  }

  private waitOut(error: unknown, items: readonly DecodedRecord[]): Pause {
    const { topic, partition } = items[0]?.record ?? {};
    this.logger.warn({ err: error, topic, partition }, 'the database is out: nothing is applied, nothing is parked');
    return pause('database_outage', WAIT);
  }

  private countFailure(error: unknown): FailureCause {
    const cause = failureOfChunk(error);
    this.metrics.failures.inc({ cause });
    return cause;
  }

  private alarm({ record, reason, errorMessage, eventId, chargeId }: ParkedRecord): void {
    if (reason === 'payload_mismatch') this.metrics.payloadMismatches.inc();
    const { topic, partition, offset } = record;
    const details = { topic, partition, offset, reason, event_id: eventId, charge_id: chargeId };
    this.logger.error(details, `record parked: ${errorMessage}`);
  }
}
