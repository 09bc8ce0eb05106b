import type { Tx } from '@once/database';
import { advanceChargeVersionsInTx } from './advance-charge-versions.sql.ts';
import { findReceivedEventsInTx } from './find-received-events.sql.ts';
import type { IncomingEvent } from './incoming-event.ts';
import { judgeInOrder, type Judged } from './judge-in-order.ts';
import { lockChargeVersionsInTx } from './lock-charge-versions.sql.ts';
import { recordReceivedEventsInTx } from './record-received-events.sql.ts';

/**
 * Locks the events' charges, judges the events in order, and records those to apply in the inbox. When it returns, the
 * caller must post every event judged `apply` in this same transaction: they count as applied from its commit on.
 *
 * Order of locks, the same for everyone, so that no two transactions wait for each other: charges by id, inbox by id.
 */
export async function receiveEventsInTx<E extends IncomingEvent>(tx: Tx, events: readonly E[]): Promise<Judged<E>> {
  if (events.length === 0) return { judged: [] };
  const lastVersions = await lockChargeVersionsInTx(
    tx,
    events.map((event) => event.chargeId),
  );
  const receivedSha256s = await findReceivedEventsInTx(
    tx,
    events.map((event) => event.eventId),
  );
  const result = judgeInOrder(events, { lastVersions, receivedSha256s });
  const toApply = result.judged.filter(({ judgement }) => judgement === 'apply').map(({ event }) => event);
  if (toApply.length > 0) {
    await recordReceivedEventsInTx(tx, toApply);
    await advanceChargeVersionsInTx(tx, toApply);
  }
  return result;
}
