import { firstOccurrences } from '../../facts/first-occurrences.ts';
import { differing, examineEach, type Invariant } from '../invariant.ts';
import { acknowledgedMoney } from '../run-had.ts';

export const entriesTellTheTime: Invariant = {
  name: 'entries-tell-the-time',
  law: 'Every entry says that its event occurred when the event on the topic says so, to the millisecond.',
  checkedAt: 'always',
  expected: acknowledgedMoney,
  check: ({ ledgerDb, topic }) => {
    const events = new Map(firstOccurrences(topic).map((event) => [event.eventId, event]));
    return examineEach(ledgerDb.entries, ({ id, sourceEventId, occurredAtMs }) => {
      const told = events.get(sourceEventId)?.body?.occurredAtMs;
      // An entry without its event is what another law is about.
      if (told === undefined || told === occurredAtMs) return undefined;
      return { detail: differing('occurred at', told, occurredAtMs), subject: { entry: id, event: sourceEventId } };
    });
  },
};
