/** An unpublished event, as it is read from the outbox. */
export interface OutboxRow {
  shard: number;
  /** Postgres bigint as text; its order is the order of publishing within a shard. */
  id: string;
  eventId: string;
  chargeId: string;
  version: number;
  eventType: string;
  /** The exact body of the Kafka record. */
  payload: string;
  traceparent: string | null;
  occurredAt: Date;
  createdAt: Date;
}
