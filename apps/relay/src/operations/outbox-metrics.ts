import { Inject, Injectable } from '@nestjs/common';
import { Metrics } from '@once/observability';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../database/database-pool.ts';
import { OwnedShards } from '../ownership/owned-shards.ts';
import { Lanes } from '../publish/lanes.ts';
import { readOutboxLagSeconds } from './outbox-lag.sql.ts';
import { readOutboxPending } from './outbox-pending.sql.ts';

/** Gauges that are read at each scrape: two from committed rows, two from this process. */
@Injectable()
export class OutboxMetrics {
  constructor(metrics: Metrics, @Inject(DATABASE_POOL) pool: Pool, owned: OwnedShards, lanes: Lanes) {
    metrics.fromRows({
      name: 'outbox_lag_seconds',
      help: 'Age of the oldest unpublished event, 0 when there is none. Every relay reports the same rows: use max.',
      type: 'gauge',
      read: async () => [{ value: await readOutboxLagSeconds(pool) }],
    });
    metrics.fromRows({
      name: 'outbox_pending',
      help: 'Unpublished events of all shards. Every relay reports the same rows: use max.',
      type: 'gauge',
      read: async () => [{ value: await readOutboxPending(pool) }],
    });
    metrics.gauge({
      name: 'relay_shards_owned',
      help: 'Shards that this process owns.',
      collect: (gauge) => gauge.set(owned.size),
    });
    metrics.gauge({
      name: 'relay_shards_held',
      help: 'Shards that this process holds back because Kafka took none of their events.',
      collect: (gauge) => gauge.set(lanes.heldCount()),
    });
  }
}
