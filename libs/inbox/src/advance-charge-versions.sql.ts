import { statement, type Tx } from '@once/database';
import type { IncomingEvent } from './incoming-event.ts';

const ADVANCE = statement(
  'inbox-advance-charge-versions',
  `
  UPDATE charge_versions AS stored
  SET last_version = applied.version, updated_at = clock_timestamp()
  FROM unnest($1::uuid[], $2::bigint[]) AS applied (charge_id, version)
  WHERE stored.charge_id = applied.charge_id`,
);

/** Moves each charge to the highest version among `events`. The rows are locked by this transaction already. */
export async function advanceChargeVersionsInTx(tx: Tx, events: readonly IncomingEvent[]): Promise<void> {
  // Events come in version order per charge, so the last one set is the highest.
  const highest = new Map(events.map((event) => [event.chargeId, event.version.toString()]));
  await tx.query(ADVANCE, [[...highest.keys()], [...highest.values()]]);
}
