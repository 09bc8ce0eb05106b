import { Kafka, logLevel } from 'kafkajs';
import type { Scenario } from '../scenario.ts';

const TOPIC = 'payments.charges.v1';

export const foreignRecord: Scenario = {
  name: 'foreign-record',
  about: 'Somebody else writes a record to the topic.',
  section: 'RecordsParked',
  breakStack: async ({ running }) => {
    const kafka = new Kafka({ brokers: running.stack.kafkaBrokers, logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    try {
      await producer.send({ topic: TOPIC, acks: -1, messages: [{ key: 'not-a-charge', value: 'not an event' }] });
    } finally {
      await producer.disconnect();
    }
    // Nobody fixes it in the night: the record stays where it is, and the alert is about the last hour.
    return { end: async () => undefined };
  },
};
