import { Kafka, logLevel } from 'kafkajs';
import { untilBrokerKnows } from './until-broker-knows.ts';

/**
 * Resolves when the brokers take consumer groups. A new broker makes its topic of offsets for the first group that asks,
 * and refuses groups until it has loaded that; a consumer that meets this backs off, on a busy machine for a minute.
 */
export async function untilGroupsAreKept(brokers: string[], signal?: AbortSignal): Promise<void> {
  const admin = new Kafka({ clientId: 'once-provision', brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await untilBrokerKnows(() => admin.fetchOffsets({ groupId: 'nobody' }), signal && { signal });
  } finally {
    await admin.disconnect();
  }
}
