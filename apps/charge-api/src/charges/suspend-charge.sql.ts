import { statement, type Tx } from '@once/database';
import type { UnsettledChargeStatus } from './settle-charges.sql.ts';

const SUSPEND_CHARGE = statement(
  'suspend-charge',
  `UPDATE charges SET status = $3::text, updated_at = clock_timestamp()
   WHERE id = $1::uuid AND status = $2::text`,
);

/**
 * Moves a new charge, whose creation has no outcome, from one such status to another. No event: nothing happened yet.
 * @throws Error when the charge is elsewhere: the whole transaction must roll back.
 */
export async function suspendChargeInTx(
  tx: Tx,
  chargeId: string,
  { from, to }: { from: UnsettledChargeStatus; to: UnsettledChargeStatus },
): Promise<void> {
  const { rowCount } = await tx.query(SUSPEND_CHARGE, [chargeId, from, to]);
  if (rowCount !== 1) throw new Error(`charge ${chargeId} is not ${from} and can't become ${to}`);
}
