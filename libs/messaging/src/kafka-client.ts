import { Kafka, logLevel } from 'kafkajs';
import { kafkaLogCreator, type KafkaLogger } from './kafka-log.ts';
import { patchKafkajsThrottleTimer } from './kafkajs-throttle-timer.patch.ts';

export interface KafkaClientOptions {
  /** Shown in the broker's logs and quotas. */
  clientId: string;
  brokers: readonly string[];
  logger: KafkaLogger;
}

/** A broker on the same network accepts within milliseconds; kafkajs's default of 1 s is short for a loaded machine. */
const CONNECTION_TIMEOUT_MS = 3_000;
/** Twice what a broker may need to elect a leader for a partition; shorter would turn an election into a rejection. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Few and quick: endless patience lives in the loops above, which can stop, hold one shard, and be observed. */
const RETRY = { retries: 3, initialRetryTime: 100, maxRetryTime: 2_000 };

/** The one way to a kafkajs client: patched, with every wait bounded, logging to the service's logger. */
export function createKafka({ clientId, brokers, logger }: KafkaClientOptions): Kafka {
  patchKafkajsThrottleTimer();
  return new Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    enforceRequestTimeout: true,
    retry: RETRY,
    logLevel: logLevel.INFO,
    logCreator: kafkaLogCreator(logger),
  });
}
