import { Inject, Injectable } from '@nestjs/common';
import { runStatementOnce, statement } from '@once/database';
import { Metrics } from '@once/observability';
import type { Pool } from 'pg';
import { CHARGE_POOL } from '../config/database.module.ts';
import { IDEMPOTENCY_METRICS } from '@once/idempotency';

const COUNT_LEASES_OVER = statement(
  'count-leases-over',
  `SELECT count(*) AS operations,
          coalesce(extract(epoch FROM clock_timestamp() - min(lease_until)), 0)::float8 AS oldest_seconds
   FROM idempotency_keys
   -- Those of unknown outcome have a time to look again in the same column; they are counted as unsettled.
   WHERE state = 'PROCESSING' AND unsettled IS NULL
     -- The clock in a subquery is read once and bounds the index scan.
     AND lease_until <= (SELECT clock_timestamp())`,
);

/** Work that was lost by its worker and not taken up yet, from committed rows: the resumer's backlog. */
@Injectable()
export class LeaseMetrics {
  constructor(@Inject(CHARGE_POOL) pool: Pool, metrics: Metrics) {
    const read = async () => {
      const { rows } = await runStatementOnce<{ operations: string; oldest_seconds: number }>(pool, COUNT_LEASES_OVER);
      return rows;
    };
    const own = metrics.of(IDEMPOTENCY_METRICS);
    own.fromRows('idempotency_leases_over', async () =>
      (await read()).map(({ operations }) => ({ value: Number(operations) })),
    );
    own.fromRows('idempotency_leases_over_oldest_seconds', async () =>
      (await read()).map(({ oldest_seconds: value }) => ({ value })),
    );
  }
}
