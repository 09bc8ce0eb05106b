/** The charge database at one moment. Tenants by the name that clients use; `tenantId` is what events carry. */
export interface ChargeDb {
  readonly charges: readonly ChargeRow[];
  readonly operations: readonly OperationRow[];
  readonly keys: readonly KeyRow[];
  readonly attempts: readonly ProviderAttemptRow[];
  /** In the order in which they were written. */
  readonly transitions: readonly TransitionRow[];
  readonly outbox: readonly OutboxRow[];
  /** Notices of the provider that contradict how their operation had ended. */
  readonly contradictingNotices: number;
}

export interface ChargeRow {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly shard: number;
  readonly amountMinor: bigint;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
  /** Set aside for refunds that have taken place or still may. */
  readonly reservedMinor: bigint;
  readonly currency: string;
  /** Fixed by the claim that made it; null only on charges from before accounts were kept. */
  readonly providerAccount: string | null;
  readonly providerPaymentId: string | null;
}

export interface OperationRow {
  readonly id: string;
  readonly tenantId: string;
  readonly tenant: string;
  readonly key: string;
  readonly chargeId: string;
  readonly kind: string;
  readonly state: string;
  readonly amountMinor: bigint;
  /** Of the charge. */
  readonly currency: string;
  /** Of a new charge: is it captured at once? Null for one that failed, where nothing tells any more, and every other kind. */
  readonly capture: boolean | null;
  readonly failureCode: string | null;
  /** What it was asked for is still kept, and with it what it would be paid with. */
  readonly hasInput: boolean;
  /** It went back to its client without having reached the provider, and keeps nothing from others. */
  readonly isGivenBack: boolean;
  readonly providerAccount: string | null;
}

export interface KeyRow {
  readonly tenant: string;
  readonly key: string;
  readonly state: string;
  readonly unsettled: string | null;
  readonly responseStatus: number | null;
  /** SHA-256 of the stored answer, hex; null where there is none, or it was purged. */
  readonly bodySha256: string | null;
}

export interface ProviderAttemptRow {
  readonly operationId: string;
  readonly providerKey: string;
  readonly providerAccount: string | null;
  readonly outcome: string;
  /** What was written down about it for people; null where there was nothing to say. */
  readonly detail: string | null;
  /** The provider's word that came after the operation had ended; null when there was none. */
  readonly lateOutcome: string | null;
  readonly latePaymentId: string | null;
  /** By the database's clock; null while it goes on. */
  readonly endedAtMs: number | null;
}

export interface TransitionRow {
  readonly chargeId: string;
  readonly from: string;
  readonly to: string;
}

export interface OutboxRow {
  readonly eventId: string;
  readonly chargeId: string;
  readonly version: number;
  readonly shard: number;
  readonly type: string;
  /** The bytes that the record must have. */
  readonly payload: string;
  readonly isPublished: boolean;
  readonly publishedOffset: bigint | null;
}
