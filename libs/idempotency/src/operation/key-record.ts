import type { StoredAnswer, Unsettled } from './operation-request.ts';

export const KEY_STATES = ['RECEIVED', 'PROCESSING', 'COMPLETED', 'FAILED'] as const;
export type KeyState = (typeof KEY_STATES)[number];

/** The record of one idempotency key, as read from the database. */
export interface KeyRecord {
  operation: string;
  fingerprint: Buffer;
  fingerprintVersion: number;
  state: KeyState;
  unsettled: Unsettled | null;
  epoch: bigint;
  claimId: string;
  attempt: number;
  /** By the database's clock at the read; zero or less when the lease is over, null when nobody owns the key. */
  leaseRemainingMs: number | null;
  /** Null before the end, and again when the body was purged after expiry. */
  answer: StoredAnswer | null;
  responseStatus: number | null;
  resourceId: string;
  createdAt: Date;
  lastSeenAt: Date;
  completedAt: Date | null;
  expiresAt: Date;
}

export interface KeyRow {
  operation: string;
  fingerprint: Buffer;
  fingerprint_version: number;
  state: KeyState;
  unsettled: Unsettled | null;
  epoch: string;
  claim_id: string;
  attempt: number;
  lease_remaining_ms: string | null;
  response_status: number | null;
  response_headers: Record<string, string> | null;
  response_body: Buffer | null;
  resource_id: string;
  created_at: Date;
  last_seen_at: Date;
  completed_at: Date | null;
  expires_at: Date;
}

const answerOf = (row: KeyRow): StoredAnswer | null => {
  if (row.response_status === null || row.response_body === null) return null;
  return { status: row.response_status, headers: row.response_headers ?? {}, body: row.response_body };
};

export const toKeyRecord = (row: KeyRow): KeyRecord => ({
  operation: row.operation,
  fingerprint: row.fingerprint,
  fingerprintVersion: row.fingerprint_version,
  state: row.state,
  unsettled: row.unsettled,
  epoch: BigInt(row.epoch),
  claimId: row.claim_id,
  attempt: row.attempt,
  leaseRemainingMs: row.lease_remaining_ms === null ? null : Number(row.lease_remaining_ms),
  answer: answerOf(row),
  responseStatus: row.response_status,
  resourceId: row.resource_id,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  completedAt: row.completed_at,
  expiresAt: row.expires_at,
});
