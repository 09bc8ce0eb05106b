import type { ConsumerConfig, Kafka } from 'kafkajs';
import type { Backoff } from './record-chunk.ts';

export interface KafkaBatchOptions {
  readonly kafka: Kafka;
  /** Used exactly as given, so that lag tools and dashboards find it. */
  readonly groupId: string;
  /** Topic for a handler's pattern, where it differs from the pattern. */
  readonly topics?: Readonly<Record<string, string>>;
  /** The broker gives our partitions away after this long without a heartbeat. */
  readonly sessionTimeoutMs: number;
  /** Most records that a handler gets at once. */
  readonly chunkSize: number;
  readonly partitionsConsumedConcurrently: number;
  /** How old the last fetch and heartbeat may be before the consumer counts as dead. */
  readonly aliveWithinMs: number;
  /** Called when the consumer has ended for good; the process should end too, so that it is started again. */
  readonly onFatal: (error: Error) => void;
  /** How long a partition rests, in milliseconds, when it rests for the nth time in a row, n from 1. */
  readonly pauseMs: (retry: number, backoff: Backoff) => number;
}

/** Upper bound of a fetch that finds nothing: also how long a stop waits for an idle consumer. */
const MAX_WAIT_MS = 150;
/** Three heartbeats may get lost before the session ends; Kafka's own advice is a third of the session at most. */
const HEARTBEATS_PER_SESSION = 4;
/** kafkajs waits up to 30 s between tries by default; a broker that is back should be noticed soon. */
const RECONNECT = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 };

export const heartbeatIntervalMs = ({ sessionTimeoutMs }: KafkaBatchOptions): number =>
  Math.floor(sessionTimeoutMs / HEARTBEATS_PER_SESSION);

/** kafkajs's settings for a consumer, each one named, as several defaults are wrong for us. */
export const consumerConfig = (options: KafkaBatchOptions): ConsumerConfig => ({
  groupId: options.groupId,
  sessionTimeout: options.sessionTimeoutMs,
  heartbeatInterval: heartbeatIntervalMs(options),
  maxWaitTimeInMs: MAX_WAIT_MS,
  minBytes: 1,
  readUncommitted: false,
  allowAutoTopicCreation: false,
  retry: RECONNECT,
});

/** Reason of a pause after a handler threw, rejected or returned nothing. */
export const HANDLER_FAILED = 'handler_failed';
/** A handler that throws has a bug: its partition rests, longer and longer, and the error log is the alarm. */
export const HANDLER_FAILED_BACKOFF = { baseMs: 200, capMs: 10_000 };
