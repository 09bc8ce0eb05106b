/** An event as the inbox sees it: identity, place in its charge's order, payload hash, and where it was read. */
export interface IncomingEvent {
  readonly eventId: string;
  readonly chargeId: string;
  /** Counts the charge's events from 1. */
  readonly version: bigint;
  /** SHA-256 of the facts that the event states: equal for a repeat, whatever its bytes look like. */
  readonly payloadSha256: Buffer;
  readonly origin: { readonly topic: string; readonly partition: number; readonly offset: string };
}
