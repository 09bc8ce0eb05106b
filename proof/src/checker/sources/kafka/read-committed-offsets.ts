import { readSource } from '../../inconclusive.error.ts';
import { withAdmin } from './kafka-admin.ts';
import type { CommittedOffsets } from './topic-record.ts';

/** Looks at a group's offsets without joining it. */
export function readCommittedOffsets(
  brokers: readonly string[],
  { topic, consumerGroup }: { topic: string; consumerGroup: string },
): Promise<CommittedOffsets> {
  return readSource(`the committed offsets of ${consumerGroup}`, () =>
    withAdmin(brokers, async (admin) => {
      const [found] = await admin.fetchOffsets({ groupId: consumerGroup, topics: [topic] });
      const known = found?.partitions.filter(({ offset }) => Number(offset) >= 0) ?? [];
      return new Map(known.map(({ partition, offset }) => [partition, BigInt(offset)]));
    }),
  );
}
