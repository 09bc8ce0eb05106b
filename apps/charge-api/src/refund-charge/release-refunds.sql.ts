import { statement, type Tx } from '@once/database';
import { refundColumns, type RefundAmount } from './apply-refunds.sql.ts';

const RELEASE_REFUNDS = statement(
  'release-refunds',
  `UPDATE charges c
   SET amount_refund_reserved_minor = c.amount_refund_reserved_minor - r.amount_minor, updated_at = clock_timestamp()
   FROM unnest($1::uuid[], $2::bigint[]) AS r (id, amount_minor)
   WHERE c.id = r.id`,
);

/** Gives reserved money back after the provider refused. */
export async function releaseRefundsInTx(tx: Tx, refunds: readonly RefundAmount[]): Promise<void> {
  await tx.query(RELEASE_REFUNDS, refundColumns(refunds));
}
