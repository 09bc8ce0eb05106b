import { Inject, Injectable } from '@nestjs/common';
import { Metrics } from '@once/observability';
import { OwnedShards, readOutboxLagSeconds, readOutboxPending } from '@once/outbox';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../database/database-pool.ts';
import { Lanes } from '../publish/lanes.ts';

/** Gauges that are read at each scrape: two from committed rows, two from this process. */
@Injectable()
export class OutboxMetrics {
  constructor(metrics: Metrics, @Inject(DATABASE_POOL) pool: Pool, owned: OwnedShards, lanes: Lanes) {
    metrics.fromRows('outbox_lag_seconds', async () => [{ value: await readOutboxLagSeconds(pool) }]);
    metrics.fromRows('outbox_pending', async () => [{ value: await readOutboxPending(pool) }]);
    metrics.gauge('relay_shards_owned', (gauge) => gauge.set(owned.leasedCount));
    metrics.gauge('relay_shards_held', (gauge) => gauge.set(lanes.heldCount()));
  }
}
