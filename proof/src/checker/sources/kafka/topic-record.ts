import type { RecordPlace } from '../ledger-db/ledger-db.ts';

/** A record as it stands on the topic. */
export interface TopicRecord extends RecordPlace {
  readonly timestampMs: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** `ce_id` and `ce_type`; empty where a record has none. */
  readonly eventId: string;
  readonly type: string;
  /** Null where the value is not a charge event. */
  readonly body: EventBody | null;
}

export interface EventBody {
  readonly chargeId: string;
  readonly version: number;
  readonly tenantId: string;
  readonly operationId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** SHA-256 of the idempotency key in lower-case hex, whichever of the two the event brings. */
  readonly keySha256: string;
  /** Whose money moved and what the provider calls that; null where the event does not say. */
  readonly providerAccount: string | null;
  readonly providerEffectId: string | null;
  /** Undefined where the event tells none that can be read. */
  readonly occurredAtMs: number | undefined;
}

/** The topic up to the ends that it had when the reading began. */
export interface Topic {
  /** By partition and offset. */
  readonly records: readonly TopicRecord[];
  /** Offset of each partition's next record. */
  readonly ends: ReadonlyMap<number, bigint>;
}

/** What a consumer group has committed: the offset of the next record by partition; none where it has not. */
export type CommittedOffsets = ReadonlyMap<number, bigint>;

export const placeName = ({ partition, offset }: RecordPlace): string => `${partition}/${offset}`;
