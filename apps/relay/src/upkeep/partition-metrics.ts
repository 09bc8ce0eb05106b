import { Inject, Injectable } from '@nestjs/common';
import { Metrics } from '@once/observability';
import { OUTBOX_METRICS, countDaysAhead, listPartitions, planPartitions } from '@once/outbox';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../database/database-pool.ts';
import { RELAY_SETTINGS, type RelaySettings } from '../settings/relay-settings.ts';

/** Whether the upkeep keeps up, from the catalog: what is there counts, whoever made it. */
@Injectable()
export class PartitionMetrics {
  constructor(
    metrics: Metrics,
    @Inject(DATABASE_POOL) pool: Pool,
    @Inject(RELAY_SETTINGS) { retentionDays }: RelaySettings,
  ) {
    const own = metrics.of(OUTBOX_METRICS);
    own.fromRows('outbox_partition_days_ahead', async () => {
      const { today, days } = await listPartitions(pool);
      return [{ value: countDaysAhead(days, today) }];
    });
    own.fromRows('outbox_partitions_overdue', async () => {
      const { today, days } = await listPartitions(pool);
      return [{ value: planPartitions(days, { today, retentionDays }).drop.length }];
    });
  }
}
