import { Logger } from '@nestjs/common';
import { createKafka, openProducer, SingleSendProducer, TopicProbe } from '@once/messaging';
import { OwnedShards, PartitionKeeper, ShardKeeper, WakeListener } from '@once/outbox';
import { testServers, type TestDatabase } from '@once/testing';
import { randomUUID } from 'node:crypto';
import { SILENT } from '../../../libs/outbox/test/silent.ts';
import { OwnershipReport } from '../src/ownership/ownership-report.ts';
import { ShardLoop } from '../src/ownership/shard.loop.ts';
import type { EventSender } from '../src/publish/event-sender.ts';
import { Lanes } from '../src/publish/lanes.ts';
import { OwnedOutbox } from '../src/publish/owned-outbox.ts';
import { PublishLoop } from '../src/publish/publish.loop.ts';
import { Publisher } from '../src/publish/publisher.ts';
import { SendEvents } from '../src/publish/send-events.ts';
import { RelayRunner } from '../src/run/relay-runner.ts';
import { UpkeepLoop } from '../src/upkeep/upkeep.loop.ts';
import { ListenerLoop } from '../src/wake/listener.loop.ts';
import { WakeSignal } from '../src/wake/wake-signal.ts';
import { CountedMetrics } from './counted-metrics.ts';

Logger.overrideLogger(false);

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

/** What publishes: from the shards that are owned to the sender. */
const publishing = (
  { database, topic, batchRows = 500 }: TestRelayOptions,
  parts: { member: string; owned: OwnedShards; sender: EventSender; metrics: CountedMetrics },
): Publisher => {
  const { member, owned, sender, metrics } = parts;
  const lanes = new Lanes({ batchRows, nowMs: () => performance.now(), random: Math.random });
  const outbox = new OwnedOutbox({ member }, database.pool('relay_service', 3), owned, metrics);
  return new Publisher(owned, lanes, outbox, new SendEvents({ topic }, sender, metrics));
};

const upkeep = ({ database }: TestRelayOptions, metrics: CountedMetrics): UpkeepLoop =>
  new UpkeepLoop(
    new PartitionKeeper({
      ...{ pool: database.pool('relay_service', 1), retentionDays: 7, log: SILENT },
      onJob: (result) => metrics.partitionJobEnded(result),
    }),
  );

const listening = ({ database }: TestRelayOptions, signal: WakeSignal): ListenerLoop =>
  new ListenerLoop(
    new WakeListener({
      databaseUrl: database.serviceUrl('relay_service'),
      onWake: (shards) => signal.wake(shards),
      log: SILENT,
    }),
  );

const wire = (options: TestRelayOptions) => {
  const { database, topic, leaseMs = 1_500, wrapSender } = options;
  const kafka = createKafka({ clientId: 'relay-test', brokers: testServers().kafkaBrokers, logger: SILENT });
  const producer = new SingleSendProducer({ open: () => openProducer(kafka) });
  const probe = new TopicProbe({ kafka, topic, minPartitions: 12 });
  const [signal, metrics, owned] = [new WakeSignal(), new CountedMetrics(), OwnedShards.withLease(leaseMs)];
  const base = { member: `test/${randomUUID()}`, owned };
  const listener = new OwnershipReport(metrics, signal);
  const keeper = new ShardKeeper({ ...base, pool: database.pool('relay_service', 2), leaseMs, listener });
  const publisher = publishing(options, { ...base, sender: wrapSender?.(producer) ?? producer, metrics });
  const runner = new RelayRunner(
    new ShardLoop(keeper),
    new PublishLoop(publisher, signal),
    listening(options, signal),
    upkeep(options, metrics),
  );
  return { ...base, keeper, publisher, metrics, runner, close: () => Promise.all([producer.close(), probe.close()]) };
};

export function createTestRelay(options: TestRelayOptions): TestRelay {
  const { member, owned, keeper, publisher, metrics, runner, close } = wire(options);
  return {
    ...{ member, owned, keeper, publisher, metrics },
    start: () => runner.onApplicationBootstrap(),
    stop: async () => {
      await runner.beforeApplicationShutdown();
      await close();
    },
  };
}
