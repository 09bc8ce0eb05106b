import type { PayloadHash } from './payload-hash.ts';

/** An event as the inbox sees it: identity, place in its charge's order, payload hash, and where it was read. */
export interface IncomingEvent {
  readonly eventId: string;
  readonly chargeId: string;
  /** Counts the charge's events from 1. */
  readonly version: bigint;
  /** Its hash under every version that can be made of it. The first is the one to store. */
  readonly payloadHashes: readonly [PayloadHash, ...PayloadHash[]];
  readonly origin: { readonly topic: string; readonly partition: number; readonly offset: string };
}
