import { statement, type Tx } from '@once/database';
import { CHARGE_COLUMNS, toCharge, type Charge, type ChargeRow } from '../../charges/charge.ts';
import type { ChargeState } from '../rules/change-rule.ts';

const WRITE_CHARGES = statement(
  'write-charges',
  `UPDATE charges c
   SET status = n.status,
       -- Counts events. The row lock is held until the commit that also appends the event: version order is commit order.
       version = c.version + n.events,
       amount_captured_minor = n.amount_captured_minor,
       amount_refund_reserved_minor = n.amount_refund_reserved_minor,
       amount_refunded_minor = n.amount_refunded_minor,
       updated_at = clock_timestamp()
   FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::integer[], $5::bigint[], $6::bigint[], $7::bigint[])
     AS n (id, version, status, events, amount_captured_minor, amount_refund_reserved_minor, amount_refunded_minor)
   -- The values were computed from this version under the row's lock; without the lock this finds nothing.
   WHERE c.id = n.id AND c.version = n.version
   RETURNING ${CHARGE_COLUMNS}`,
);

export interface ChargeChange {
  before: Charge;
  after: ChargeState;
  /** 1 when an event goes with it, else 0. */
  events: 0 | 1;
}

/**
 * Writes what changed on charges that this transaction has locked, and returns them by id as they are now.
 * @throws Error when one was not as it was read: the whole transaction must roll back.
 */
export async function writeChargesInTx(tx: Tx, changes: readonly ChargeChange[]): Promise<Map<string, Charge>> {
  if (changes.length === 0) return new Map();
  const { rows } = await tx.query<ChargeRow>(WRITE_CHARGES, [
    changes.map(({ before }) => before.id),
    changes.map(({ before }) => before.version),
    changes.map(({ after }) => after.status),
    changes.map(({ events }) => events),
    changes.map(({ after }) => after.amountCapturedMinor),
    changes.map(({ after }) => after.amountRefundReservedMinor),
    changes.map(({ after }) => after.amountRefundedMinor),
  ]);
  if (rows.length !== changes.length) throw new Error(`changed ${rows.length} of ${changes.length} charges`);
  return new Map(rows.map((row) => [row.id, toCharge(row)]));
}
