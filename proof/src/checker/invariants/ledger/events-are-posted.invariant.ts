import { movementOfEntry, movementOfEvent } from '../../facts/movement.ts';
import { firstOccurrences } from '../../facts/first-occurrences.ts';
import { placeName } from '../../sources/kafka/topic-record.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledgedMoney } from '../run-had.ts';

export const eventsArePosted: Invariant = {
  name: 'events-are-posted',
  law: 'Every money event on the topic has exactly one entry, but for those of a charge that is parked.',
  checkedAt: 'drained',
  expected: acknowledgedMoney,
  check: ({ ledgerDb, topic }) => {
    const entries = Map.groupBy(ledgerDb.entries, ({ sourceEventId }) => sourceEventId);
    const parked = new Set(ledgerDb.parked.map(placeName));
    const events = firstOccurrences(topic).filter(
      (event) => movementOfEvent(event) !== null && !parked.has(placeName(event)),
    );
    return examineEach(events, (event) => {
      const expected = movementOfEvent(event);
      const found = listed((entries.get(event.eventId) ?? []).map(movementOfEntry));
      if (found === expected) return undefined;
      const subject = { event: event.eventId, record: placeName(event), charge: event.body?.chargeId ?? '' };
      return { detail: differing('entries', expected, found), subject };
    });
  },
};
