import type { OperationState } from '@once/contracts';
import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Refund } from './refund-body.ts';

const FIND_REFUND = statement(
  'find-refund',
  `SELECT o.id, o.charge_id, o.state, o.amount_minor, c.currency, o.created_at
   FROM operations o
   JOIN charges c ON c.id = o.charge_id
   WHERE o.id = $1::uuid AND o.charge_id = $2::uuid AND o.tenant_id = $3::uuid AND o.kind = 'refund.create'`,
);

interface Row {
  id: string;
  charge_id: string;
  state: OperationState;
  amount_minor: string;
  currency: string;
  created_at: Date;
}

export interface RefundOfTenant {
  tenantId: string;
  chargeId: string;
  refundId: string;
}

/** A tenant's own refund of its own charge. */
export async function findRefund(
  pool: Pool,
  { tenantId, chargeId, refundId }: RefundOfTenant,
): Promise<Refund | undefined> {
  const { rows } = await runStatementOnce<Row>(pool, FIND_REFUND, [refundId, chargeId, tenantId]);
  const [row] = rows;
  return (
    row && {
      id: row.id,
      chargeId: row.charge_id,
      state: row.state,
      amountMinor: BigInt(row.amount_minor),
      currency: row.currency,
      createdAt: row.created_at,
    }
  );
}
