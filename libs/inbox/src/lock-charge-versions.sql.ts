import { statement, type Tx } from '@once/database';

const INSERT_MISSING = statement(
  'inbox-insert-missing-charge-versions',
  `
  INSERT INTO charge_versions (charge_id, last_version)
  SELECT charge_id, 0 FROM unnest($1::uuid[]) AS charge_id
  -- Sorted here and below: two consumers that share charges queue up behind each other instead of deadlocking.
  ORDER BY charge_id
  -- A charge that another transaction is just inserting is waited for, not failed on (23505 would end this one).
  ON CONFLICT (charge_id) DO NOTHING`,
);

const LOCK = statement(
  'inbox-lock-charge-versions',
  `
  SELECT charge_id, last_version FROM charge_versions
  WHERE charge_id = ANY ($1::uuid[])
  ORDER BY charge_id
  -- From here to the commit nobody else judges these charges. Owning a partition is no fence: a consumer that was
  -- stopped longer than its session still finishes its transaction.
  FOR UPDATE`,
);

interface Row {
  charge_id: string;
  last_version: string;
}

/**
 * Locks the versions of charges until the transaction ends and returns the last version of each (0 for a new one).
 *
 * A statement of its own after the insert, and the caller reads the inbox in yet another one: under READ COMMITTED each
 * statement takes a fresh snapshot, so whoever waited here sees all that the previous holder committed.
 */
export async function lockChargeVersionsInTx(tx: Tx, chargeIds: readonly string[]): Promise<Map<string, bigint>> {
  const distinct = [...new Set(chargeIds)];
  await tx.query(INSERT_MISSING, [distinct]);
  const { rows } = await tx.query<Row>(LOCK, [distinct]);
  return new Map(rows.map((row) => [row.charge_id, BigInt(row.last_version)]));
}
