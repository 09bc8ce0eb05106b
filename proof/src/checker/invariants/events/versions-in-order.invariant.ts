import { firstOccurrences } from '../../facts/first-occurrences.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

export const versionsInOrder: Invariant = {
  name: 'versions-in-order',
  law: 'First occurrences of the events of a charge stand on the topic in version order, from 1 on and without a gap, in one partition.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ topic }) => {
    const charges = Map.groupBy(firstOccurrences(topic), ({ body, key }) => body?.chargeId ?? key ?? '');
    return examineEach([...charges], ([charge, events]) => {
      const subject = { charge, partitions: listed([...new Set(events.map(({ partition }) => String(partition)))]) };
      const found = events.map(({ body }) => body?.version ?? '?').join();
      const expected = events.map((_, index) => index + 1).join();
      if (found !== expected) return { detail: differing('versions', expected, found), subject };
      // Two partitions have no order between them.
      return new Set(events.map(({ partition }) => partition)).size > 1
        ? { detail: 'its events stand in more than one partition', subject }
        : undefined;
    });
  },
};
