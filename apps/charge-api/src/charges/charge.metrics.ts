import { Inject, Injectable } from '@nestjs/common';
import type { ChargeStatus } from '@once/contracts';
import { runStatementOnce, statement } from '@once/database';
import { Metrics } from '@once/observability';
import type { Pool } from 'pg';
import { CHARGE_POOL } from '../config/database.module.ts';
import { CHARGE_METRICS } from './charge.metric-specs.ts';

const COUNT_CHARGES = statement(
  'count-charges',
  `SELECT k.status, count(c.id) AS charges
   FROM (SELECT to_status AS status FROM charge_status_transitions UNION SELECT 'pending') AS k
   -- Statuses without a charge are reported as 0, so that their first charge is a step and not a new series.
   LEFT JOIN charges c ON c.status = k.status
   GROUP BY k.status`,
);

const COUNT_EFFECTS = statement(
  'count-effects-owed',
  // A charge is captured once at most, by its creation or by a capture; each refund is one more effect.
  `SELECT (SELECT count(*) FROM charges WHERE amount_captured_minor > 0)
        + (SELECT count(*) FROM operations WHERE kind = 'refund.create' AND state = 'succeeded') AS effects`,
);

/** What has become of the charges, and what that owes the ledger, from committed rows. */
@Injectable()
export class ChargeMetrics {
  constructor(@Inject(CHARGE_POOL) pool: Pool, metrics: Metrics) {
    const own = metrics.of(CHARGE_METRICS);
    own.fromRows('charges_total', async () => {
      const { rows } = await runStatementOnce<{ status: ChargeStatus; charges: string }>(pool, COUNT_CHARGES);
      return rows.map(({ status, charges }) => ({ labels: { status }, value: Number(charges) }));
    });
    own.fromRows('charge_effects_owed', async () => {
      const { rows } = await runStatementOnce<{ effects: string }>(pool, COUNT_EFFECTS);
      return rows.map(({ effects }) => ({ value: Number(effects) }));
    });
  }
}
