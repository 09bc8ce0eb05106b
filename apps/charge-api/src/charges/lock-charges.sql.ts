import { statement, type Tx } from '@once/database';
import { CHARGE_COLUMNS, toCharge, type Charge, type ChargeRow } from './charge.ts';

const LOCK_CHARGES = statement(
  'lock-charges',
  `SELECT ${CHARGE_COLUMNS}
   FROM charges c
   JOIN unnest($1::uuid[], $2::uuid[]) AS w (id, tenant_id) ON c.id = w.id AND c.tenant_id = w.tenant_id
   -- One order for all, so that two batches over the same charges can't deadlock.
   ORDER BY c.id
   -- What is judged below must still hold when it is written: concurrent refunds take their turn here.
   FOR UPDATE OF c`,
);

/** Locks charges of their tenants and returns them by id; another tenant's charge is not there. */
export async function lockChargesInTx(
  tx: Tx,
  wanted: readonly { chargeId: string; tenantId: string }[],
): Promise<Map<string, Charge>> {
  const { rows } = await tx.query<ChargeRow>(LOCK_CHARGES, [
    wanted.map(({ chargeId }) => chargeId),
    wanted.map(({ tenantId }) => tenantId),
  ]);
  return new Map(rows.map((row) => [row.id, toCharge(row)]));
}
