import { statement, type Tx } from '@once/database';

const RESERVE_REFUNDS = statement(
  'reserve-refunds',
  `UPDATE charges c
   SET amount_refund_reserved_minor = c.amount_refund_reserved_minor + r.amount_minor, updated_at = clock_timestamp()
   FROM unnest($1::uuid[], $2::bigint[]) AS r (id, amount_minor)
   WHERE c.id = r.id`,
);

/** Sets money aside for refunds under way. The CHECK on the row refuses more than was captured. */
export async function reserveRefundsInTx(
  tx: Tx,
  refunds: readonly { chargeId: string; amountMinor: bigint }[],
): Promise<void> {
  const { rowCount } = await tx.query(RESERVE_REFUNDS, [
    refunds.map(({ chargeId }) => chargeId),
    refunds.map(({ amountMinor }) => amountMinor),
  ]);
  if (rowCount !== refunds.length) throw new Error(`reserved ${rowCount} of ${refunds.length} refunds`);
}
