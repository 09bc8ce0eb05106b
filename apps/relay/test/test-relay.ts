import { createKafka, openProducer, SingleSendProducer, TopicProbe } from '@once/messaging';
import { OwnedShards, PartitionKeeper, ShardKeeper, WakeListener } from '@once/outbox';
import { testServers, type TestDatabase } from '@once/testing';
import { randomUUID } from 'node:crypto';
import type { RelayLog } from '../src/operations/relay-log.ts';
import type { EventSender } from '../src/publish/event-sender.ts';
import { Lanes } from '../src/publish/lanes.ts';
import { PollPace } from '../src/publish/poll-pace.ts';
import { Publisher } from '../src/publish/publisher.ts';
import { RelayRunner } from '../src/relay-runner.ts';
import { WakeSignal } from '../src/wake/wake-signal.ts';
import { CountedMetrics } from './counted-metrics.ts';

export const SILENT: RelayLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface TestRelayOptions {
  database: TestDatabase;
  topic: string;
  leaseMs?: number;
  batchRows?: number;
  /** Stands between the relay and Kafka, to refuse or to delay single sends. */
  wrapSender?: (kafka: EventSender) => EventSender;
}

/** A whole relay in this process, without Nest around it. */
export interface TestRelay {
  member: string;
  owned: OwnedShards;
  keeper: ShardKeeper;
  publisher: Publisher;
  metrics: CountedMetrics;
  start(): void;
  stop(): Promise<void>;
}

const wire = ({ database, topic, leaseMs = 1_500, batchRows = 500, wrapSender }: TestRelayOptions) => {
  const kafka = createKafka({ clientId: 'relay-test', brokers: testServers().kafkaBrokers, logger: SILENT });
  const producer = new SingleSendProducer({ open: () => openProducer(kafka) });
  const pool = database.pool('relay_service', 6);
  const base = { pool, member: `test/${randomUUID()}`, log: SILENT, metrics: new CountedMetrics() };
  const signal = new WakeSignal();
  const owned = OwnedShards.withLease(leaseMs);
  const lanes = new Lanes({ batchRows, nowMs: () => performance.now(), random: Math.random });
  const sender = wrapSender?.(producer) ?? producer;
  const keeper = new ShardKeeper({ ...base, owned, leaseMs, onClaimed: () => signal.wake('all') });
  const publisher = new Publisher({ ...base, topic, owned, sender, lanes, pace: new PollPace(Math.random) });
  const partitions = new PartitionKeeper({
    ...base,
    retentionDays: 7,
    onJob: (result) => base.metrics.partitionJobEnded(result),
  });
  const listener = new WakeListener({
    databaseUrl: database.serviceUrl('relay_service'),
    onWake: (shards) => signal.wake(shards),
    log: SILENT,
  });
  const probe = new TopicProbe({ kafka, topic, minPartitions: 12 });
  const parts = { keeper, publisher, partitions, listener, signal, producer, probe, log: SILENT };
  return { ...base, owned, keeper, publisher, runner: new RelayRunner(parts) };
};

export function createTestRelay(options: TestRelayOptions): TestRelay {
  const { member, owned, keeper, publisher, metrics, runner } = wire(options);
  return {
    ...{ member, owned, keeper, publisher, metrics },
    start: () => runner.onApplicationBootstrap(),
    stop: () => runner.beforeApplicationShutdown(),
  };
}
