import { Injectable, Logger } from '@nestjs/common';
import { ShardKeeper } from '@once/outbox';
import { relayLoop } from '../loops/relay-loop.ts';

/** A claim must not wait longer than this after the database is back. */
const BACKOFF_MS = 500;

/** Keeps this relay's share of the shards for as long as it runs. */
@Injectable()
export class ShardLoop {
  private readonly logger = new Logger(ShardLoop.name);
  private readonly loop;

  constructor(private readonly keeper: ShardKeeper) {
    this.loop = relayLoop('shard leases', BACKOFF_MS, () => keeper.tick());
  }

  start(): void {
    this.loop.start();
  }

  /** Gives the shards back. Call it when no send is in flight any more. */
  async stop(): Promise<void> {
    await this.loop.stop();
    await this.keeper
      .leave()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'the shards stay until their leases end'));
  }
}
