/** The ledger database at one moment. */
export interface LedgerDb {
  readonly entries: readonly EntryRow[];
  readonly inbox: readonly InboxRow[];
  readonly parked: readonly ParkedRow[];
  readonly chargeVersions: readonly ChargeVersionRow[];
}

/** An entry with its postings. Postings whose entry is gone are an entry without an event. */
export interface EntryRow {
  readonly id: string;
  readonly sourceEventId: string;
  readonly chargeId: string;
  readonly version: number;
  readonly tenantId: string;
  readonly type: string;
  readonly operationId: string;
  /** As the event told it. */
  readonly occurredAtMs: number;
  /** Whose money moved and what the provider calls that; null where the event did not say. */
  readonly providerAccount: string | null;
  readonly providerEffectId: string | null;
  readonly postings: readonly PostingRow[];
}

export interface PostingRow {
  readonly account: string;
  /** Whose account it is at the provider; null for all but clearing. */
  readonly providerAccount: string | null;
  /** Whose account it is. */
  readonly tenantId: string;
  readonly currency: string;
  /** Debit positive, credit negative. */
  readonly amountMinor: bigint;
}

/** Where a record stands on the topic. */
export interface RecordPlace {
  readonly partition: number;
  readonly offset: bigint;
}

export interface InboxRow extends RecordPlace {
  readonly eventId: string;
  readonly chargeId: string;
  readonly version: number;
}

export interface ParkedRow extends RecordPlace {
  readonly reason: string;
  readonly eventId: string | null;
  readonly chargeId: string | null;
}

export interface ChargeVersionRow {
  readonly chargeId: string;
  readonly lastVersion: number;
}
