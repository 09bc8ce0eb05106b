import { CHARGES_TOPIC } from '@once/contracts';
import { createKafka, KafkaBatchStrategy, type KafkaLogger } from '@once/messaging';
import { fullJitterDelayMs } from '@once/retry-policy';
import type { LedgerConsumerEnv } from '../config/ledger-consumer.env.ts';

/** A consumer that ended for good is worth nothing as a process; whoever supervises it starts it again. */
const endProcess = (): never => process.exit(1);

/** The transport that feeds the charge events' controller. */
export function chargeEventsStrategy(
  env: LedgerConsumerEnv,
  logger: KafkaLogger,
  onFatal: (error: Error) => void = endProcess,
): KafkaBatchStrategy {
  const clientId = env.SERVICE_INSTANCE ?? 'ledger-consumer';
  return new KafkaBatchStrategy({
    kafka: createKafka({ clientId, brokers: env.KAFKA_BROKERS, logger }),
    groupId: env.KAFKA_GROUP_ID,
    topics: { [CHARGES_TOPIC]: env.LEDGER_TOPIC },
    sessionTimeoutMs: env.KAFKA_SESSION_TIMEOUT_MS,
    chunkSize: env.LEDGER_CHUNK_SIZE,
    partitionsConsumedConcurrently: env.LEDGER_CONCURRENCY,
    aliveWithinMs: env.LEDGER_ALIVE_WITHIN_MS,
    pauseMs: (retry, backoff) => fullJitterDelayMs({ ...backoff, retry, random: Math.random }),
    onFatal,
  });
}
