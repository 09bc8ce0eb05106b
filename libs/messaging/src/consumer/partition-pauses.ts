import type { Backoff } from './record-chunk.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface PausedPartition extends TopicPartition {
  readonly reason: string;
}

interface Pause extends PausedPartition {
  readonly timer: NodeJS.Timeout;
  readonly resume: () => void;
}

export interface PauseRequest extends TopicPartition {
  readonly reason: string;
  readonly backoff: Backoff;
  readonly resume: () => void;
}

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/** Partitions that rest after a failure, each the longer the more often it failed in a row. */
export class PartitionPauses {
  private readonly pauses = new Map<string, Pause>();
  /** Pauses in a row without a record processed between them. */
  private readonly streaks = new Map<string, number>();

  /** `pauseMs` says how long the nth rest in a row lasts, n from 1. */
  constructor(private readonly pauseMs: (retry: number, backoff: Backoff) => number) {}

  /** Puts a partition to rest and returns for how long, in milliseconds. */
  pause({ topic, partition, reason, backoff, resume }: PauseRequest): number {
    const key = keyOf({ topic, partition });
    const retry = (this.streaks.get(key) ?? 0) + 1;
    this.streaks.set(key, retry);
    this.lift(key);
    const delayMs = this.pauseMs(retry, backoff);
    const timer = setTimeout(() => this.lift(key), delayMs);
    this.pauses.set(key, { topic, partition, reason, resume, timer });
    return delayMs;
  }

  /** A record of the partition was processed: the next failure starts with a short rest again. */
  progressed(partition: TopicPartition): void {
    this.streaks.delete(keyOf(partition));
  }

  current(): PausedPartition[] {
    return [...this.pauses.values()].map(({ topic, partition, reason }) => ({ topic, partition, reason }));
  }

  /** Forgets partitions that are no longer ours. kafkajs keeps its own pauses across a rebalance, so they are lifted. */
  keepOnly(isAssigned: (partition: TopicPartition) => boolean): void {
    for (const [key, pause] of this.pauses) {
      if (isAssigned(pause)) continue;
      this.lift(key);
      this.streaks.delete(key);
    }
  }

  clear(): void {
    for (const { timer } of this.pauses.values()) clearTimeout(timer);
    this.pauses.clear();
  }

  private lift(key: string): void {
    const pause = this.pauses.get(key);
    if (!pause) return;
    clearTimeout(pause.timer);
    this.pauses.delete(key);
    pause.resume();
  }
}
