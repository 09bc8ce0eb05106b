import type { TopicPartition } from './partition-pauses.ts';

export interface Lag extends TopicPartition {
  /** Between what was dealt with and the end of the partition. */
  readonly records: number;
  /** When the oldest record that is not dealt with was written, at the latest, milliseconds since 1970. */
  readonly oldestAtMs: number | undefined;
}

/** How far each partition is behind, as of its last fetch. */
export class PartitionLag {
  private readonly lags = new Map<string, Lag>();

  set({ topic, partition }: TopicPartition, behind: bigint, oldestAtMs: number | undefined): void {
    // The batch may end behind the high watermark that came with it, so a small negative number means none.
    const records = Math.max(0, Number(behind));
    const key = `${topic}/${partition}`;
    this.lags.set(key, { topic, partition, records, oldestAtMs: records > 0 ? oldestAtMs : undefined });
  }

  keepOnly(isAssigned: (partition: TopicPartition) => boolean): void {
    for (const [key, lag] of this.lags) if (!isAssigned(lag)) this.lags.delete(key);
  }

  current(): Lag[] {
    return [...this.lags.values()];
  }
}
