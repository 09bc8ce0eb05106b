import type { Admin, Kafka } from 'kafkajs';

export interface TopicProbeOptions {
  kafka: Kafka;
  topic: string;
  minPartitions: number;
}

/** A readiness probe comes every few seconds from several sides; the broker needs one question per interval. */
const FRESH_MS = 5_000;

/** Asks the broker whether a topic is there with enough partitions: the answer that a producer's socket can't give. */
export class TopicProbe {
  private admin: Admin | undefined;
  private asking: Promise<void> | undefined;
  private goodUntilMs = 0;

  constructor(private readonly options: TopicProbeOptions) {}

  /** Resolves when the topic is usable, rejects with what is wrong. */
  async check(): Promise<void> {
    if (performance.now() < this.goodUntilMs) return;
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    await this.asking;
  }

  async close(): Promise<void> {
    await this.asking?.catch(() => undefined);
    await this.admin?.disconnect();
    this.admin = undefined;
  }

  private async ask(): Promise<void> {
    const { kafka, topic, minPartitions } = this.options;
    const admin = this.admin ?? kafka.admin();
    try {
      await admin.connect();
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      const partitions = topics[0]?.partitions.length ?? 0;
      if (partitions < minPartitions) {
        throw new Error(`topic ${topic} has ${partitions} partitions, at least ${minPartitions} are needed`);
      }
      this.admin = admin;
      this.goodUntilMs = performance.now() + FRESH_MS;
    } catch (error) {
      this.admin = undefined;
      // The cause is on its way to the caller; a failure to disconnect adds nothing to it.
      await admin.disconnect().catch(() => undefined);
      throw error;
    }
  }
}
