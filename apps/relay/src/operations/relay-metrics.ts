import type { SendRejection } from '@once/messaging';
import type { OwnershipMetrics, PartitionJobResult } from '@once/outbox';

/** What the relay counts while it works. Process counters: after a crash they can only have counted too little. */
export interface RelayMetrics extends OwnershipMetrics {
  eventsPublished(count: number): void;
  /** A send to Kafka has ended, acknowledged or not. */
  sent(events: number, seconds: number): void;
  sendFailed(reason: SendRejection | 'not_connected'): void;
  partitionJobEnded(result: PartitionJobResult): void;
}

/** Injection token of the relay's metrics. */
export const RELAY_METRICS = Symbol('RELAY_METRICS');
