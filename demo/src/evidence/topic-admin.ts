import { Kafka, logLevel, type Admin } from 'kafkajs';

export const TOPIC = 'payments.charges.v1';

/** Offset of each partition's next record. */
export type TopicPosition = ReadonlyMap<number, bigint>;

export const newKafka = (brokers: readonly string[]): Kafka =>
  new Kafka({ clientId: 'once-demo', brokers: [...brokers], logLevel: logLevel.NOTHING });

/** Opens an admin connection, runs `work`, and closes it whatever happens. */
export async function withAdmin<T>(brokers: readonly string[], work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = newKafka(brokers).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Where the topic ends now. On a stack of its own that is the beginning; on shared brokers others came before. */
export const readTopicEnd = (brokers: readonly string[]): Promise<TopicPosition> =>
  withAdmin(brokers, async (admin) => {
    const offsets = await admin.fetchTopicOffsets(TOPIC);
    return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
  });
