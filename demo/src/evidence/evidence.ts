import type { ClientLogEntry } from '../send/client-log.ts';

/** What one intent of a tenant became, from the charge DB. */
export interface OperationRow {
  readonly id: string;
  readonly tenant: string;
  readonly idempotencyKey: string;
  readonly chargeId: string;
  readonly kind: string;
  readonly state: string;
  /** A sale, a capture or a refund; an authorization moves nothing yet. */
  readonly movesMoney: boolean;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Keys under which the provider was asked; one, however often it was asked. */
  readonly providerKeys: readonly string[];
}

export interface KeyRow {
  readonly tenant: string;
  readonly idempotencyKey: string;
  readonly state: string;
  readonly responseText: string | null;
}

/** A charge event as the outbox holds it, and as a record of the topic carries it. */
export interface EventRow {
  readonly eventId: string;
  readonly type: string;
  /** The exact text of the record's value. */
  readonly payload: string;
  readonly chargeId: string;
  readonly version: number;
  readonly operationId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
}

export interface OutboxRow extends EventRow {
  readonly isPublished: boolean;
}

export interface TopicRecord extends EventRow {
  readonly partition: number;
  readonly offset: bigint;
}

export interface EffectRow {
  readonly providerKey: string;
  readonly effect: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly requestsSeen: number;
}

export interface EntryRow {
  readonly id: string;
  readonly sourceEventId: string;
  readonly entryType: string;
  readonly operationId: string;
  readonly postings: readonly PostingRow[];
}

export interface PostingRow {
  readonly account: string;
  readonly currency: string;
  /** Debit positive, credit negative. */
  readonly amountMinor: bigint;
}

/** Values of /metrics; undefined when a service did not report it. */
export interface MetricValues {
  readonly effectsApplied: number | undefined;
  readonly inboxDuplicates: number | undefined;
  readonly outboxPending: number | undefined;
  readonly resolutions: Readonly<Record<string, number>>;
}

/** Everything the verdict is computed from, read after the run by readers that share no code with the services. */
export interface Evidence {
  readonly chargeDb: {
    readonly operations: readonly OperationRow[];
    readonly keys: readonly KeyRow[];
    readonly outbox: readonly OutboxRow[];
  };
  /** In the order of each partition. */
  readonly topic: readonly TopicRecord[];
  readonly provider: {
    readonly effects: readonly EffectRow[];
    readonly declines: number;
    /** Captured less refunded, by currency, as the provider itself adds it up. */
    readonly heldMinor: Readonly<Record<string, bigint>>;
  };
  readonly ledgerDb: {
    readonly entries: readonly EntryRow[];
    readonly inboxEventIds: readonly string[];
    readonly parkedRecords: number;
  };
  readonly metrics: MetricValues;
  readonly clientLog: readonly ClientLogEntry[];
  /** Charge of the lost response; null when it never came about. */
  readonly lostResponseChargeId: string | null;
}
