import { Inject, Injectable } from '@nestjs/common';
import { Metrics } from '@once/observability';
import { OUTBOX_METRICS, OwnedShards, readOutboxLagSeconds, readOutboxPending } from '@once/outbox';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../database/database-pool.ts';
import { Lanes } from '../publish/lanes.ts';
import { RELAY_METRICS } from '../metrics/relay.metric-specs.ts';

/** Gauges that are read at each scrape: two from committed rows, two from this process. */
@Injectable()
export class OutboxMetrics {
  constructor(metrics: Metrics, @Inject(DATABASE_POOL) pool: Pool, owned: OwnedShards, lanes: Lanes) {
    const own = metrics.of(OUTBOX_METRICS);
    own.fromRows('outbox_lag_seconds', async () => [{ value: await readOutboxLagSeconds(pool) }]);
    own.fromRows('outbox_pending', async () => [{ value: await readOutboxPending(pool) }]);
    const shards = metrics.of(RELAY_METRICS);
    shards.gauge('relay_shards_owned', (gauge) => gauge.set(owned.leasedCount));
    shards.gauge('relay_shards_held', (gauge) => gauge.set(lanes.heldCount()));
  }
}
