import { Inject, Injectable } from '@nestjs/common';
import { runStatementOnce, statement } from '@once/database';
import { Metrics } from '@once/observability';
import type { Pool } from 'pg';
import { CHARGE_POOL } from '../database/database.module.ts';

const COUNT_CHARGES = statement(
  'count-charges',
  `SELECT k.status, count(c.id) AS charges
   FROM (SELECT to_status AS status FROM charge_status_transitions UNION SELECT 'pending') AS k
   -- Statuses without a charge are reported as 0, so that their first charge is a step and not a new series.
   LEFT JOIN charges c ON c.status = k.status
   GROUP BY k.status`,
);

/** `charges_total{status}` from committed rows: a crash can't lose it. Every replica reports the same table. */
@Injectable()
export class ChargeMetrics {
  constructor(@Inject(CHARGE_POOL) pool: Pool, metrics: Metrics) {
    metrics.fromRows({
      name: 'charges_total',
      help: 'Charges by status, from committed rows. Every replica reports the same: aggregate with max.',
      labelNames: ['status'],
      type: 'gauge',
      read: async () => {
        const { rows } = await runStatementOnce<{ status: string; charges: string }>(pool, COUNT_CHARGES);
        return rows.map(({ status, charges }) => ({ labels: { status }, value: Number(charges) }));
      },
    });
  }
}
