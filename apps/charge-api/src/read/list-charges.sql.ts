import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import { CHARGE_COLUMNS, toCharge, type Charge, type ChargeRow } from '../charges/charge.ts';

const LIST_CHARGES = statement(
  'list-charges',
  `SELECT ${CHARGE_COLUMNS}
   FROM charges c
   WHERE c.tenant_id = $1::uuid
     -- The id breaks ties of the clock, so that a page never repeats or drops a charge.
     AND ($2::uuid IS NULL OR (c.created_at, c.id) < (SELECT s.created_at, s.id FROM charges s
                                                      WHERE s.id = $2::uuid AND s.tenant_id = $1::uuid))
   ORDER BY c.created_at DESC, c.id DESC
   LIMIT $3::integer`,
);

/** Charges of a tenant, newest first, strictly after the charge `startingAfter`. */
export async function listCharges(
  pool: Pool,
  tenantId: string,
  page: { startingAfter: string | null; limit: number },
): Promise<Charge[]> {
  const { rows } = await runStatementOnce<ChargeRow>(pool, LIST_CHARGES, [tenantId, page.startingAfter, page.limit]);
  return rows.map(toCharge);
}
