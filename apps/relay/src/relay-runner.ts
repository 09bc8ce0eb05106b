import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { SingleSendProducer, TopicProbe } from '@once/messaging';
import type { PartitionKeeper, ShardKeeper, WakeListener } from '@once/outbox';
import { Loop } from '@once/retry-policy';
import type { RelayLog } from './operations/relay-log.ts';
import type { Publisher } from './publish/publisher.ts';
import type { WakeSignal } from './wake/wake-signal.ts';

export interface RelayParts {
  keeper: ShardKeeper;
  publisher: Publisher;
  partitions: PartitionKeeper;
  listener: WakeListener;
  signal: WakeSignal;
  producer: Pick<SingleSendProducer, 'close'>;
  probe: Pick<TopicProbe, 'close'>;
  log: RelayLog;
}

/** A claim must not wait longer than this after the database is back. */
const KEEPER_BACKOFF_MS = 500;
const BACKOFF_MS = 5_000;
/** Less than the 30 s that Kubernetes grants; a send that is not answered by then is repeated by the next owner. */
const LAST_SEND_MS = 10_000;

/** Starts the relay's loops, and stops them in the order in which nothing is left half done. */
export class RelayRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly keeping: Loop;
  private readonly publishing: Loop;
  private readonly listening: Loop;
  private readonly upkeep: Loop;

  constructor(private readonly parts: RelayParts) {
    const { keeper, publisher, listener, partitions, signal } = parts;
    this.keeping = this.loop('shard leases', KEEPER_BACKOFF_MS, () => keeper.tick());
    this.publishing = this.loop('publishing', BACKOFF_MS, () => publisher.round());
    this.listening = this.loop('wake listener', BACKOFF_MS, () => listener.ensureListening());
    this.upkeep = this.loop('partition upkeep', BACKOFF_MS, () => partitions.run());
    listener.onLost(() => this.listening.wake());
    signal.onWake((shards) => {
      if (publisher.expectWork(shards)) this.publishing.wake();
    });
  }

  onApplicationBootstrap(): void {
    for (const loop of [this.keeping, this.publishing, this.listening, this.upkeep]) loop.start();
  }

  /**
   * Reading stops, the send in flight is awaited and marked, then the shards are given back. Leases are renewed until
   * the last send has ended. In this hook and not a later one, because the pool is closed in the next.
   */
  async beforeApplicationShutdown(): Promise<void> {
    const { keeper, listener, producer, probe, log } = this.parts;
    await atMost(LAST_SEND_MS, this.publishing.stop());
    await this.keeping.stop();
    await keeper.leave().catch((error: unknown) => log.warn({ err: error }, 'the shards stay until their leases end'));
    await Promise.all([this.upkeep.stop(), this.listening.stop()]);
    await Promise.all([listener.close(), producer.close(), probe.close()]);
  }

  private loop(name: string, backoffCapMs: number, step: () => Promise<number>): Loop {
    const { log } = this.parts;
    return new Loop({
      step,
      backoffCapMs,
      onFailure: (error) => log.error({ err: error, loop: name }, 'a round failed, it is tried until it succeeds'),
      onRecovery: () => log.info({ loop: name }, 'rounds succeed again'),
    });
  }
}

const atMost = async (limitMs: number, work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
};
