import { Kafka, logLevel } from 'kafkajs';
import { CHARGES_TOPIC } from './stack-topics.ts';

const adminOf = (brokers: string[]) =>
  new Kafka({ clientId: 'once-provision', brokers, logLevel: logLevel.NOTHING }).admin();

/**
 * Lets a consumer group begin after what the topic already holds. On brokers that are not ours the topic may hold the
 * events of earlier stacks, whose charges this stack's ledger must not post.
 */
export async function skipEarlierEvents(brokers: string[], groupId: string): Promise<void> {
  const admin = adminOf(brokers);
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(CHARGES_TOPIC);
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    await admin.setOffsets({ groupId, topic: CHARGES_TOPIC, partitions });
  } finally {
    await admin.disconnect();
  }
}

/** Removes the group's offsets from brokers that are not ours. */
export async function forgetGroup(brokers: string[], groupId: string): Promise<void> {
  const admin = adminOf(brokers);
  await admin.connect();
  try {
    await admin.deleteGroups([groupId]);
  } finally {
    await admin.disconnect();
  }
}
