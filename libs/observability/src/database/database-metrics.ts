import { Injectable } from '@nestjs/common';
import { timeCheckouts } from '@once/database';
import type { Pool } from 'pg';
import type { LabelsOf } from '../metrics/metric-types.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { countDeadTuples } from './dead-tuples.sql.ts';
import { readOldestTransactionSeconds } from './oldest-transaction.sql.ts';
import { SERVICE_METRICS } from '../metrics/service-metrics.ts';

export type WatchedTable = LabelsOf<(typeof SERVICE_METRICS)['database_dead_tuples']>['table'];

/** What a service shows of its pool, and of the health of the tables that it writes. */
@Injectable()
export class DatabaseMetrics {
  constructor(metrics: Metrics, pool: Pool, tables: readonly WatchedTable[]) {
    const own = metrics.of(SERVICE_METRICS);
    const waits = own.histogram('database_pool_wait_seconds');
    timeCheckouts(pool, (seconds) => waits.observe(seconds));
    own.gauge('database_pool_connections', (gauge) => {
      gauge.set({ state: 'in_use' }, pool.totalCount - pool.idleCount);
      gauge.set({ state: 'idle' }, pool.idleCount);
    });
    own.gauge('database_pool_waiting', (gauge) => gauge.set(pool.waitingCount));
    own.fromRows('database_dead_tuples', async () => {
      const counted = await countDeadTuples(pool, tables);
      return counted.map(({ table, dead }) => ({ labels: { table }, value: dead }));
    });
    own.fromRows('database_oldest_transaction_seconds', async () => {
      const seconds = await readOldestTransactionSeconds(pool);
      return seconds === undefined ? [] : [{ value: seconds }];
    });
  }
}
