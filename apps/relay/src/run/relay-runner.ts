import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ShardLoop } from '../ownership/shard.loop.ts';
import { PublishLoop } from '../publish/publish.loop.ts';
import { UpkeepLoop } from '../upkeep/upkeep.loop.ts';
import { ListenerLoop } from '../wake/listener.loop.ts';

/** Starts the relay's loops, and stops them in the order in which nothing is left half done. */
@Injectable()
export class RelayRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly shards: ShardLoop,
    private readonly publishing: PublishLoop,
    private readonly listening: ListenerLoop,
    private readonly upkeep: UpkeepLoop,
  ) {}

  onApplicationBootstrap(): void {
    for (const loop of [this.shards, this.publishing, this.listening, this.upkeep]) loop.start();
  }

  /**
   * Reading stops, the send in flight is awaited and marked, then the shards are given back. Leases are renewed until
   * the last send has ended. In this hook and not a later one, because pool and broker are closed in the next.
   */
  async beforeApplicationShutdown(): Promise<void> {
    await this.publishing.stop();
    await this.shards.stop();
    await Promise.all([this.upkeep.stop(), this.listening.stop()]);
  }
}
