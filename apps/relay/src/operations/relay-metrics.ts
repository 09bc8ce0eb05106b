import type { SendRejection } from '@once/messaging';

/** What the relay counts while it works. Process counters: after a crash they can only have counted too little. */
export interface RelayMetrics {
  eventsPublished(count: number): void;
  sendFailed(reason: SendRejection | 'not_connected'): void;
  shardTakenOver(): void;
  shardLost(): void;
  upkeepFailed(): void;
}

/** Injection token of the relay's metrics. */
export const RELAY_METRICS = Symbol('RELAY_METRICS');
