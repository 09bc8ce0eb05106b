import { statement, type Tx } from '@once/database';

const FIND_OPEN_CHANGES = statement(
  'find-open-changes',
  `SELECT charge_id
   FROM operations
   WHERE charge_id = ANY ($1::uuid[]) AND kind IN ('charge.capture', 'charge.cancel', 'charge.expire')
     AND state IN ('pending', 'unknown', 'needs_review')`,
);

/** Which of these charges, whose rows this transaction has locked, have a capture, cancel or expiry without an end. */
export async function findOpenChangesInTx(tx: Tx, chargeIds: readonly string[]): Promise<Set<string>> {
  if (chargeIds.length === 0) return new Set();
  const { rows } = await tx.query<{ charge_id: string }>(FIND_OPEN_CHANGES, [chargeIds]);
  return new Set(rows.map((row) => row.charge_id));
}
