import type { ConsumedRecord } from '@once/messaging';

/**
 * How often the record at the head of each partition failed. Only that one can be in trouble, since nothing behind it
 * runs before it is done, so one number per partition is all there is to remember.
 * Lost in a crash, which only means that a record is tried a few times more.
 */
export class RecordAttempts {
  private readonly heads = new Map<string, { offset: string; count: number }>();

  /** Counts one more failure of this record and returns how many that makes. */
  failed({ topic, partition, offset }: ConsumedRecord): number {
    const key = `${topic}/${partition}`;
    const head = this.heads.get(key);
    const count = head?.offset === offset ? head.count + 1 : 1;
    this.heads.set(key, { offset, count });
    return count;
  }
}
