import type { ChargeEventType } from '@once/contracts';
import type { IncomingEvent } from '@once/inbox';
import type { ParkReason } from '../park-record/park-reason.ts';

/** A charge event, judged and typed: what the ledger works with. Ids are in lower case, as Postgres returns them. */
export interface DecodedEvent extends IncomingEvent {
  readonly type: ChargeEventType;
  readonly tenantId: string;
  readonly operationId: string;
  /** Whose money moved at the provider; null in events from before accounts. */
  readonly providerAccount: string | null;
  /** The provider's id of what it did, unique within the account; null where it did nothing or did not say. */
  readonly providerEffectId: string | null;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly currencyExponent: number;
  /** ISO 8601 with offset, as it came. */
  readonly occurredAt: string;
  /** W3C trace context of the request behind the event; absent when the record has none that is well-formed. */
  readonly traceparent?: string;
}

export interface Rejection {
  readonly kind: 'rejected';
  readonly reason: ParkReason;
  /** What is wrong and where. Never quotes the record's values, which may be secrets. */
  readonly detail: string;
}

export type Decoded = { readonly kind: 'ok'; readonly event: DecodedEvent } | Rejection;

export const rejected = (reason: ParkReason, detail: string): Rejection => ({ kind: 'rejected', reason, detail });
