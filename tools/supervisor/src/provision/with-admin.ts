import { Kafka, logLevel, type Admin } from 'kafkajs';

/** Opens an administrator's connection to the brokers, runs `work`, and closes it whatever happens. */
export async function withAdmin<T>(brokers: string[], work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Kafka({ clientId: 'once-provision', brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
