import type { TopicPartition } from './partition-pauses.ts';

/** Records between what was processed and the end of each partition, as of its last fetch. */
export class PartitionLag {
  private readonly lags = new Map<string, TopicPartition & { records: number }>();

  set({ topic, partition }: TopicPartition, records: bigint): void {
    // The batch may end behind the high watermark that came with it, so a small negative number means none.
    this.lags.set(`${topic}/${partition}`, { topic, partition, records: Math.max(0, Number(records)) });
  }

  keepOnly(isAssigned: (partition: TopicPartition) => boolean): void {
    for (const [key, lag] of this.lags) if (!isAssigned(lag)) this.lags.delete(key);
  }

  current(): Array<TopicPartition & { records: number }> {
    return [...this.lags.values()];
  }
}
