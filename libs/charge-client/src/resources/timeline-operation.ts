import { JsonObjectReader } from '../json/json-object-reader.ts';

/** The record of the idempotency key that names an operation. */
export interface TimelineKey {
  readonly idempotencyKey: string;
  /** RECEIVED, PROCESSING, COMPLETED or FAILED. */
  readonly state: string;
  /** Why a PROCESSING key has no answer: unknown or needs_review. */
  readonly unsettled: string | null;
  readonly attempts: number;
  /** Status of the stored answer, once there is one. */
  readonly responseStatus: number | null;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly completedAt: string | null;
  readonly expiresAt: string;
}

/** One try of the server at the payment provider. */
export interface TimelineAttempt {
  readonly attempt: number;
  readonly provider: string;
  /** The same for each attempt: the provider sees one request. */
  readonly providerKey: string;
  /** open, succeeded, declined, refused or unknown. */
  readonly outcome: string;
  /** The provider's word came after the operation had ended; it moved nothing. */
  readonly isLate: boolean;
  readonly providerPaymentId: string | null;
  readonly detail: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** One intent: the charge itself, a capture, a cancel, its expiry, a refund. Open as the status of a charge is. */
export interface TimelineOperation {
  readonly id: string;
  readonly kind: string;
  /** pending, unknown, needs_review, succeeded or failed. */
  readonly state: string;
  /** Minor units. */
  readonly amount: bigint;
  /** Of the first request; the way into the server's logs. */
  readonly requestId: string;
  readonly failureCode: string | null;
  readonly createdAt: string;
  readonly completedAt: string | null;
  readonly key: TimelineKey;
  readonly attempts: readonly TimelineAttempt[];
}

export function readTimelineOperation(value: unknown): TimelineOperation {
  const members = new JsonObjectReader(value);
  return {
    id: members.text('id'),
    kind: members.text('kind'),
    state: members.text('state'),
    amount: members.amount('amount'),
    requestId: members.text('request_id'),
    failureCode: members.textOrNull('failure_code'),
    createdAt: members.text('created_at'),
    completedAt: members.textOrNull('completed_at'),
    key: members.object('key', readKey),
    attempts: members.list('attempts', readAttempt),
  };
}

function readKey(members: JsonObjectReader): TimelineKey {
  return {
    idempotencyKey: members.text('idempotency_key'),
    state: members.text('state'),
    unsettled: members.textOrNull('unsettled'),
    attempts: members.count('attempts'),
    responseStatus: members.countOrNull('response_status'),
    firstSeenAt: members.text('first_seen_at'),
    lastSeenAt: members.text('last_seen_at'),
    completedAt: members.textOrNull('completed_at'),
    expiresAt: members.text('expires_at'),
  };
}

function readAttempt(value: unknown): TimelineAttempt {
  const members = new JsonObjectReader(value);
  return {
    attempt: members.count('attempt'),
    provider: members.text('provider'),
    providerKey: members.text('provider_key'),
    outcome: members.text('outcome'),
    isLate: members.flag('is_late'),
    providerPaymentId: members.textOrNull('provider_payment_id'),
    detail: members.textOrNull('detail'),
    startedAt: members.text('started_at'),
    endedAt: members.textOrNull('ended_at'),
  };
}
