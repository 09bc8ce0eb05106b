import { statement, type Tx } from '@once/database';

const FIND_OPEN_CHANGES = statement(
  'find-open-changes',
  `SELECT charge_id, bool_or(NOT is_given_back) AS has_open_change,
          bool_or(is_given_back AND kind = 'charge.capture') AS has_waiting_capture
   FROM operations
   WHERE charge_id = ANY ($1::uuid[]) AND kind IN ('charge.capture', 'charge.cancel', 'charge.expire')
     AND state IN ('pending', 'unknown', 'needs_review')
   GROUP BY charge_id`,
);

/** The captures, cancels and expiries of a charge that have no end yet. */
export interface OpenChanges {
  /** One of them is worked on, or may have acted. */
  hasOpenChange: boolean;
  /** A capture went back to RECEIVED: it is in nobody's way, and its caller may still come back. */
  hasWaitingCapture: boolean;
}

export const NOTHING_OPEN: OpenChanges = { hasOpenChange: false, hasWaitingCapture: false };

interface Row {
  charge_id: string;
  has_open_change: boolean;
  has_waiting_capture: boolean;
}

/** What is open of these charges, whose rows this transaction has locked, by charge; the others are not there. */
export async function findOpenChangesInTx(tx: Tx, chargeIds: readonly string[]): Promise<Map<string, OpenChanges>> {
  if (chargeIds.length === 0) return new Map();
  const { rows } = await tx.query<Row>(FIND_OPEN_CHANGES, [chargeIds]);
  return new Map(
    rows.map((row) => [
      row.charge_id,
      { hasOpenChange: row.has_open_change, hasWaitingCapture: row.has_waiting_capture },
    ]),
  );
}
