import { Inject, Injectable } from '@nestjs/common';
import { runStatementOnce, statement } from '@once/database';
import type { Unsettled } from '@once/idempotency';
import { Metrics } from '@once/observability';
import type { Pool } from 'pg';
import { CHARGE_POOL } from '../config/database.module.ts';
import { LATE_CONTRADICTION } from '../operations/late-contradiction.ts';
import { SWEEP_METRICS } from './sweep.metric-specs.ts';

const COUNT_UNSETTLED = statement(
  'count-unsettled',
  `SELECT s.state, count(o.id) AS operations,
          coalesce(extract(epoch FROM clock_timestamp() - min(o.unknown_since)), 0) AS oldest_seconds
   FROM (VALUES ('unknown'), ('needs_review')) AS s (state)
   -- Each of the two has its own part of a partial index; everything that is settled is not in it.
   LEFT JOIN operations o ON o.state = s.state AND o.state IN ('unknown', 'needs_review')
   GROUP BY s.state`,
);

const COUNT_CONTRADICTIONS = statement(
  'count-contradictions',
  `SELECT (SELECT count(*) FROM provider_attempts a
           JOIN operations o ON o.id = a.operation_id
           JOIN charges c ON c.id = o.charge_id
           WHERE a.is_late AND ${LATE_CONTRADICTION})
        + (SELECT count(*) FROM provider_notices n WHERE n.is_contradiction)
        -- A notice that came before the end is judged by what ends the operation, and marks that.
        + (SELECT count(*) FROM operations o WHERE o.is_contradicted) AS contradictions`,
);

interface UnsettledRow {
  state: Unsettled;
  operations: string;
  oldest_seconds: string;
}

/** Outcomes that nobody knows, and words of the provider that came too late, from committed rows. */
@Injectable()
export class UnsettledMetrics {
  constructor(@Inject(CHARGE_POOL) pool: Pool, metrics: Metrics) {
    const read = async (value: (row: UnsettledRow) => string) => {
      const { rows } = await runStatementOnce<UnsettledRow>(pool, COUNT_UNSETTLED);
      return rows.map((row) => ({ labels: { state: row.state }, value: Number(value(row)) }));
    };
    const own = metrics.of(SWEEP_METRICS);
    own.fromRows('operations_unsettled', () => read((row) => row.operations));
    own.fromRows('operations_unsettled_oldest_seconds', () => read((row) => row.oldest_seconds));
    own.fromRows('provider_contradictions_total', async () => {
      const { rows } = await runStatementOnce<{ contradictions: string }>(pool, COUNT_CONTRADICTIONS);
      return rows.map(({ contradictions }) => ({ value: Number(contradictions) }));
    });
  }
}
