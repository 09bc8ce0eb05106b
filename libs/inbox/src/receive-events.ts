import type { Tx } from '@once/database';
import { advanceChargeVersionsInTx } from './advance-charge-versions.sql.ts';
import { findReceivedEventsInTx } from './find-received-events.sql.ts';
import type { IncomingEvent } from './incoming-event.ts';
import { judgeInOrder, type Judged, type KnownState } from './judge-in-order.ts';
import { lockChargeVersionsInTx } from './lock-charge-versions.sql.ts';
import type { PayloadHash } from './payload-hash.ts';
import { recordReceivedEventsInTx } from './record-received-events.sql.ts';

/** Asks the app's own permanent records for the payload hashes of events: what is left of them in a pruned inbox. */
export type FindAppliedInTx = (tx: Tx, eventIds: readonly string[]) => Promise<ReadonlyMap<string, PayloadHash>>;

const NOTHING: FindAppliedInTx = () => Promise.resolve(new Map());

/**
 * Locks the events' charges, judges the events in order, and records those to apply in the inbox. When it returns, the
 * caller must post every event judged `apply` in this same transaction: they count as applied from its commit on.
 *
 * Order of locks, the same for everyone, so that no two transactions wait for each other: charges by id, inbox by id.
 */
export async function receiveEventsInTx<E extends IncomingEvent>(
  tx: Tx,
  events: readonly E[],
  findAppliedInTx: FindAppliedInTx = NOTHING,
): Promise<Judged<E>> {
  if (events.length === 0) return { judged: [] };
  const result = judgeInOrder(events, await readKnownInTx(tx, events, findAppliedInTx));
  const toApply = result.judged.filter(({ judgement }) => judgement === 'apply').map(({ event }) => event);
  if (toApply.length > 0) {
    await recordReceivedEventsInTx(tx, toApply);
    await advanceChargeVersionsInTx(tx, toApply);
  }
  return result;
}

async function readKnownInTx(
  tx: Tx,
  events: readonly IncomingEvent[],
  findAppliedInTx: FindAppliedInTx,
): Promise<KnownState> {
  const lastVersions = await lockChargeVersionsInTx(
    tx,
    events.map((event) => event.chargeId),
  );
  const received = await findReceivedEventsInTx(
    tx,
    events.map((event) => event.eventId),
  );
  const isPast = ({ chargeId, version }: IncomingEvent): boolean => version <= (lastVersions.get(chargeId) ?? 0n);
  const forgotten = events.filter((event) => isPast(event) && !received.has(event.eventId));
  // Only a pruned inbox, or two events that claim one version, lead here: the usual chunk pays nothing for it.
  if (forgotten.length === 0) return { lastVersions, receivedHashes: received };
  const applied = await findAppliedInTx(
    tx,
    forgotten.map((event) => event.eventId),
  );
  return { lastVersions, receivedHashes: new Map([...received, ...applied]) };
}
