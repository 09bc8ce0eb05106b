import { differing, examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

export const groupCaughtUp: Invariant = {
  name: 'group-caught-up',
  law: 'In every partition that has records, the committed offset is the end.',
  checkedAt: 'drained',
  expected: acknowledged,
  check: ({ topic, committedOffsets }) => {
    const used = new Set(topic.records.map(({ partition }) => partition));
    return examineEach([...used], (partition) => {
      const expected = topic.ends.get(partition);
      const found = committedOffsets.get(partition);
      if (found === expected) return undefined;
      return {
        detail: differing('committed offset', expected, found ?? 'none'),
        subject: { partition: String(partition) },
      };
    });
  },
};
