import { Kafka, logLevel } from 'kafkajs';
import { untilBrokerKnows } from './until-broker-knows.ts';

export interface TopicSpec {
  topic: string;
  partitions: number;
}

/**
 * Makes the topics that are missing and checks the partition count of those that exist: fewer partitions than shards
 * would make every send fail, and the services never create topics themselves.
 */
export async function provisionTopics(brokers: string[], topics: TopicSpec[], replicationFactor = 1): Promise<void> {
  const admin = new Kafka({ clientId: 'once-provision', brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ topic }) => !existing.has(topic));
    await admin.createTopics({
      waitForLeaders: false,
      topics: missing.map(({ topic, partitions }) => ({
        topic,
        numPartitions: partitions,
        replicationFactor,
        // The broker unpacks what a stranger compressed: kafkajs knows no snappy, lz4 or zstd, and one such record would
        // end every consumer of the topic for good.
        configEntries: [{ name: 'compression.type', value: 'uncompressed' }],
      })),
    });
    const names = topics.map(({ topic }) => topic);
    const metadata = await untilBrokerKnows(() => admin.fetchTopicMetadata({ topics: names }));
    for (const { topic, partitions } of topics) {
      const found = metadata.topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
      if (found < partitions) throw new Error(`topic ${topic} has ${found} partitions, ${partitions} are needed`);
    }
  } finally {
    await admin.disconnect();
  }
}
