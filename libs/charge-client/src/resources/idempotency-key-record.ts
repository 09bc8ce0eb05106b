import { JsonObjectReader } from '../json/json-object-reader.ts';

/** What the server knows of a key of this tenant. */
export interface IdempotencyKeyRecord {
  readonly idempotencyKey: string;
  readonly operation: string;
  /** RECEIVED, PROCESSING, COMPLETED or FAILED. */
  readonly state: string;
  readonly attempts: number;
  readonly resourceId: string | null;
  /** Status of the stored answer, once there is one. */
  readonly responseStatus: number | null;
  /** All times ISO 8601. */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly completedAt: string | null;
  readonly expiresAt: string | null;
}

export function readIdempotencyKeyRecord(value: unknown): IdempotencyKeyRecord {
  const members = new JsonObjectReader(value);
  return {
    idempotencyKey: members.text('idempotency_key'),
    operation: members.text('operation'),
    state: members.text('state'),
    attempts: members.count('attempts'),
    resourceId: members.textOrNull('resource_id'),
    responseStatus: members.countOrNull('response_status'),
    firstSeenAt: members.text('first_seen_at'),
    lastSeenAt: members.text('last_seen_at'),
    completedAt: members.textOrNull('completed_at'),
    expiresAt: members.textOrNull('expires_at'),
  };
}
