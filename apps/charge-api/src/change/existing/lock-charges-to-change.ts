import type { Tx } from '@once/database';
import type { Charge } from '../../charges/charge.ts';
import { lockChargesInTx } from '../../charges/lock-charges.sql.ts';
import { findOpenChangesInTx, type OpenChanges } from '../rules/find-open-changes.sql.ts';

interface Wanted {
  chargeId: string;
  tenantId: string;
}

/** Charges under their locks, and what is open of them. */
export interface ChargesToChange {
  charges: Map<string, Charge>;
  open: Map<string, OpenChanges>;
}

/** Locks charges before a change of them is judged. */
export async function lockChargesToChangeInTx(tx: Tx, wanted: readonly Wanted[]): Promise<ChargesToChange> {
  const charges = await lockChargesInTx(tx, wanted);
  // Only an authorization can have an open capture, cancel or expiry.
  const authorized = [...charges.values()].filter(({ status }) => status === 'authorized');
  // A statement of its own, whose snapshot is taken after the wait for the locks.
  const open = await findOpenChangesInTx(
    tx,
    authorized.map(({ id }) => id),
  );
  return { charges, open };
}
