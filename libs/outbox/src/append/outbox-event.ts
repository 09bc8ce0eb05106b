import type { ChargeEventType, WrittenChargeEvent } from '@once/contracts';

/** A fact about a charge, as it is appended in the transaction that makes it true. */
export interface OutboxEvent {
  /** UUID made by the appender: the key of de-duplication all the way to the ledger. */
  eventId: string;
  chargeId: string;
  /** Taken in the same transaction by `UPDATE charges SET version = version + 1 … RETURNING version`. */
  version: number;
  /** The shard stored on the charge row, never recomputed: growing the topic must not move a live charge. */
  shard: number;
  eventType: ChargeEventType;
  body: WrittenChargeEvent;
  /** W3C trace context of the operation; carried to Kafka unchanged. */
  traceparent?: string | undefined;
}
