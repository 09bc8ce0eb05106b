import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ClaimedShard, Holding, OwnershipListener } from '@once/outbox';
import { RelayMetrics, type RelayCounters } from '../metrics/relay-metrics.ts';
import { WakeSignal } from '../wake/wake-signal.ts';

/** Logs and counts which shards come and go, and lets the publisher look at those that came. */
@Injectable()
export class OwnershipReport implements OwnershipListener {
  private readonly logger = new Logger(OwnershipReport.name);

  constructor(
    @Inject(RelayMetrics) private readonly metrics: RelayCounters,
    private readonly signal: WakeSignal,
  ) {}

  claimed(claimed: readonly ClaimedShard[], owned: number): void {
    for (const { previousOwner } of claimed) if (previousOwner !== null) this.metrics.shardTakenOver();
    this.logger.log({ claimed, owned }, 'claimed shards');
    // Their backlog is waiting.
    this.signal.wake('all');
  }

  released(released: readonly Holding[], owned: number): void {
    this.logger.log({ released, owned }, 'released shards');
  }

  lost(holding: Holding): void {
    this.metrics.shardLost();
    this.logger.warn(holding, 'the shard has another owner: this relay was silent for longer than its lease');
  }
}
