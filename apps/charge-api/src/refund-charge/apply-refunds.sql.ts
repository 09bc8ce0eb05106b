import { statement, type Tx } from '@once/database';
import { CHARGE_COLUMNS, toCharge, type Charge, type ChargeRow } from '../charges/charge.ts';

const APPLY_REFUNDS = statement(
  'apply-refunds',
  `UPDATE charges c
   SET amount_refunded_minor = c.amount_refunded_minor + r.amount_minor,
       status = CASE WHEN c.amount_refunded_minor + r.amount_minor = c.amount_captured_minor
                     THEN 'refunded' ELSE 'partially_refunded' END,
       version = c.version + 1,
       updated_at = clock_timestamp()
   FROM unnest($1::uuid[], $2::bigint[]) AS r (id, amount_minor)
   WHERE c.id = r.id
   RETURNING ${CHARGE_COLUMNS}`,
);

export interface RefundAmount {
  chargeId: string;
  amountMinor: bigint;
}

export const refundColumns = (refunds: readonly RefundAmount[]): unknown[] => [
  refunds.map(({ chargeId }) => chargeId),
  refunds.map(({ amountMinor }) => amountMinor),
];

/** Turns reserved money into refunded money, each with the charge's next version. The charges are locked by now. */
export async function applyRefundsInTx(tx: Tx, refunds: readonly RefundAmount[]): Promise<Map<string, Charge>> {
  const { rows } = await tx.query<ChargeRow>(APPLY_REFUNDS, refundColumns(refunds));
  if (rows.length !== refunds.length) throw new Error(`refunded ${rows.length} of ${refunds.length} charges`);
  return new Map(rows.map((row) => [row.id, toCharge(row)]));
}
