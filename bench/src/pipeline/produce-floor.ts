import kafkajs from 'kafkajs';
import { randomUUID } from 'node:crypto';

const { Kafka, logLevel, Partitioners } = kafkajs;
const RECORD = 'x'.repeat(450);
const BATCH = 6_000;

/** Records a second that bare kafkajs writes to the same broker: same size, acks = all, one send at a time. */
export async function produceFloor(brokers: string[], topic: string, records: number): Promise<number> {
  const kafka = new Kafka({ clientId: 'bench-floor', brokers, logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const startedAt = performance.now();
  for (let sent = 0; sent < records; sent += BATCH) {
    const size = Math.min(BATCH, records - sent);
    const messages = Array.from({ length: size }, (_unused, index) => ({
      key: randomUUID(),
      partition: index % 12,
      value: RECORD,
    }));
    await producer.send({ topic, acks: -1, messages });
  }
  const perSecond = records / ((performance.now() - startedAt) / 1000);
  await producer.disconnect();
  return perSecond;
}
