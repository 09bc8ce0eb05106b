import type { OutboxRow } from '../../src/checker/sources/charge-db/charge-db.ts';
import { readEventBody, sha256OfKey } from '../../src/checker/sources/kafka/read-event-body.ts';
import type { TopicRecord } from '../../src/checker/sources/kafka/topic-record.ts';
import type { Mutable } from './mutable.ts';

export interface SampleEvent {
  readonly deed: string;
  readonly chargeId: string;
  readonly version: number;
  readonly shard: number;
  readonly operationId: string;
  readonly tenantId: string;
  readonly key: string;
  readonly providerAccount: string;
  readonly providerEffectId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly offset: bigint;
}

export const SAMPLE_OCCURRED_AT_MS = Date.UTC(2026, 1, 3, 4, 5, 6, 789);

export const eventIdOf = (operationId: string): string => `event-of-${operationId}`;

export const sampleOutboxRow = (event: SampleEvent): Mutable<OutboxRow> => ({
  eventId: eventIdOf(event.operationId),
  chargeId: event.chargeId,
  version: event.version,
  shard: event.shard,
  type: `payments.charge.${event.deed}.v1`,
  payload: JSON.stringify({
    charge_id: event.chargeId,
    version: event.version,
    tenant_id: event.tenantId,
    operation_id: event.operationId,
    amount_minor: String(event.amountMinor),
    currency: event.currency,
    occurred_at: new Date(SAMPLE_OCCURRED_AT_MS).toISOString(),
    provider_account: event.providerAccount,
    provider_effect_id: event.providerEffectId,
    request: { id: 'request', idempotency_key_sha256: sha256OfKey(event.key) },
  }),
  isPublished: true,
  publishedOffset: event.offset,
});

/** The record that the relay makes of a row. */
export const sampleRecord = (row: OutboxRow, offset: bigint): Mutable<TopicRecord> => ({
  partition: row.shard,
  offset,
  timestampMs: 4,
  key: row.chargeId,
  value: Buffer.from(row.payload),
  headers: { ce_id: row.eventId, ce_type: row.type, ce_subject: row.chargeId, ce_partitionkey: row.chargeId },
  eventId: row.eventId,
  type: row.type,
  body: readEventBody(row.payload),
});
