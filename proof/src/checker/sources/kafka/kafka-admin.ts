import { Kafka, logLevel, type Admin } from 'kafkajs';

const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 15_000;
/** A broker that is down for longer is for the caller to wait for; a checker that hangs says nothing. */
const RETRIES = 4;

export const connectionTo = (brokers: readonly string[]): Kafka =>
  new Kafka({
    clientId: 'once-checker',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: { retries: RETRIES },
  });

export async function withAdmin<T>(brokers: readonly string[], work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = connectionTo(brokers).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
