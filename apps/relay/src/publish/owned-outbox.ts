import { Inject, Injectable, Logger } from '@nestjs/common';
import { failpoint } from '@once/failpoint';
import { markPublished, OwnedShards, readUnpublished, type Holding } from '@once/outbox';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../database/database-pool.ts';
import { RelayMetrics, type RelayCounters } from '../metrics/relay-metrics.ts';
import { RELAY_SETTINGS, type RelaySettings } from '../settings/relay-settings.ts';
import { batchesOf, type ShardBatch } from './shard-batch.ts';

/** The shards of the outbox that this relay owns: what is to be sent of them, and what was acknowledged. */
@Injectable()
export class OwnedOutbox {
  private readonly logger = new Logger(OwnedOutbox.name);

  constructor(
    @Inject(RELAY_SETTINGS) private readonly settings: Pick<RelaySettings, 'member'>,
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    private readonly owned: OwnedShards,
    @Inject(RelayMetrics) private readonly metrics: RelayCounters,
  ) {}

  /** The next batch of each shard that has one, of at most `rowsFor` rows. */
  async read(holdings: readonly Holding[], rowsFor: (shard: number) => number): Promise<ShardBatch[]> {
    const demand = holdings.map(({ shard }) => ({ shard, maxRows: rowsFor(shard) }));
    return batchesOf(holdings, await readUnpublished(this.pool, demand));
  }

  async mark(batches: readonly ShardBatch[], baseOffsets: ReadonlyMap<number, bigint>): Promise<void> {
    const acked = batches.map((batch) => ({ ...batch, baseOffset: baseOffsets.get(batch.holding.shard) }));
    // If we crash here: the events are in the log and unmarked. Recovery: the shard's next owner publishes them again.
    // Duplicate effect prevented by: the ledger's inbox and UNIQUE (source_event_id) on its entries. The same holds when
    // the reply to this statement is lost; no transaction was open while the broker was asked.
    failpoint('relay.acknowledged-before-mark');
    const marked = await markPublished(this.pool, this.settings.member, acked);
    failpoint('relay.marked-before-next-read');
    for (const { holding, rows } of batches) {
      const count = marked.get(holding.shard) ?? 0;
      this.metrics.eventsPublished(count);
      if (count !== rows.length) this.lose(holding, { sent: rows.length, marked: count });
    }
  }

  /** The fence has closed: another relay owns the shard, or may claim it any moment. It will repeat these events. */
  private lose(holding: Holding, counts: { sent: number; marked: number }): void {
    if (this.owned.remove(holding)) this.metrics.shardLost();
    this.logger.warn({ ...holding, ...counts }, 'the shard was lost before its events were marked');
  }
}
