import { Inject, Injectable } from '@nestjs/common';
import { runStatementOnce, statement } from '@once/database';
import { Metrics } from '@once/observability';
import type { Pool } from 'pg';
import { CHARGE_POOL } from '../../config/database.module.ts';
import { EXPIRY_METRICS } from './expiry.metric-specs.ts';

const COUNT_OVERDUE = statement(
  'count-overdue-authorizations',
  `SELECT count(*) AS charges,
          coalesce(extract(epoch FROM clock_timestamp() - min(authorization_expires_at)), 0)::float8 AS oldest_seconds
   FROM charges
   WHERE status = 'authorized'
     -- The clock in a subquery is read once and bounds the index scan.
     AND authorization_expires_at <= (SELECT clock_timestamp())`,
);

/** Authorizations that should have been released, from committed rows: whatever keeps one of them is seen here. */
@Injectable()
export class ExpiryMetrics {
  constructor(@Inject(CHARGE_POOL) pool: Pool, metrics: Metrics) {
    const read = async () => {
      const { rows } = await runStatementOnce<{ charges: string; oldest_seconds: number }>(pool, COUNT_OVERDUE);
      return rows;
    };
    const own = metrics.of(EXPIRY_METRICS);
    own.fromRows('charge_authorizations_overdue', async () =>
      (await read()).map(({ charges }) => ({ value: Number(charges) })),
    );
    own.fromRows('charge_authorizations_overdue_oldest_seconds', async () =>
      (await read()).map(({ oldest_seconds: value }) => ({ value })),
    );
  }
}
