import { movementOfEntry, movementOfEvent } from '../../facts/movement.ts';
import { clearingOf } from '../../facts/clearing.ts';
import { firstOccurrences } from '../../facts/first-occurrences.ts';
import type { EntryRow } from '../../sources/ledger-db/ledger-db.ts';
import type { TopicRecord } from '../../sources/kafka/topic-record.ts';
import { differing, examineEach, type Invariant } from '../invariant.ts';
import { acknowledgedMoney } from '../run-had.ts';

const ofEntry = (entry: EntryRow): string =>
  [
    movementOfEntry(entry),
    entry.chargeId,
    entry.version,
    entry.operationId,
    entry.tenantId,
    entry.providerEffectId,
    entry.providerAccount,
    ...clearingOf(entry).map(({ providerAccount }) => providerAccount),
  ].join(' ');

const ofEvent = (event: TopicRecord): string =>
  [
    movementOfEvent(event),
    event.body?.chargeId,
    event.body?.version,
    event.body?.operationId,
    event.body?.tenantId,
    event.body?.providerEffectId,
    // Of the entry, and of the clearing account that it moved.
    event.body?.providerAccount,
    event.body?.providerAccount,
  ].join(' ');

export const entriesAreEvents: Invariant = {
  name: 'entries-are-events',
  law: 'Every entry is one money event of the topic, with its amount, currency, charge, version, operation, tenant and effect, in the clearing account of its provider account.',
  checkedAt: 'always',
  expected: acknowledgedMoney,
  check: ({ ledgerDb, topic }) => {
    const events = new Map(firstOccurrences(topic).map((event) => [event.eventId, event]));
    return examineEach(ledgerDb.entries, (entry) => {
      const subject = { entry: entry.id, event: entry.sourceEventId };
      const event = events.get(entry.sourceEventId);
      if (!event) return { detail: 'its event is not on the topic', subject };
      const isSame = ofEntry(entry) === ofEvent(event);
      return isSame ? undefined : { detail: differing('entry', ofEvent(event), ofEntry(entry)), subject };
    });
  },
};
