import { Injectable } from '@nestjs/common';
import { PartitionKeeper } from '@once/outbox';
import { relayLoop } from '../loops/relay-loop.ts';

const BACKOFF_MS = 5_000;

/** Keeps the outbox's partitions. */
@Injectable()
export class UpkeepLoop {
  private readonly loop;

  constructor(partitions: PartitionKeeper) {
    this.loop = relayLoop('partition upkeep', BACKOFF_MS, () => partitions.run());
  }

  start(): void {
    this.loop.start();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
  }
}
