import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import { CHARGE_COLUMNS, toCharge, type Charge, type ChargeRow } from './charge.ts';

const FIND_CHARGE = statement(
  'find-charge',
  `SELECT ${CHARGE_COLUMNS}
   FROM charges c
   WHERE c.id = $1::uuid AND c.tenant_id = $2::uuid`,
);

/** A tenant's own charge; another tenant's is not there. */
export async function findCharge(pool: Pool, tenantId: string, chargeId: string): Promise<Charge | undefined> {
  const { rows } = await runStatementOnce<ChargeRow>(pool, FIND_CHARGE, [chargeId, tenantId]);
  return rows[0] && toCharge(rows[0]);
}
