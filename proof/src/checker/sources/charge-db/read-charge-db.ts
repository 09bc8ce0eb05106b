import { readSource } from '../../inconclusive.error.ts';
import { readOnlySnapshot } from '../read-only-snapshot.ts';
import * as queries from './charge-db.queries.ts';
import type { ChargeDb, ChargeRow, KeyRow, OperationRow, OutboxRow } from './charge-db.ts';
import type * as columns from './charge-db.columns.ts';

export function readChargeDb(url: string): Promise<ChargeDb> {
  return readSource('the charge database', () =>
    readOnlySnapshot(url, async (snapshot) => {
      const charges = await snapshot.rows<columns.ChargeColumns>(queries.CHARGES);
      const operations = await snapshot.rows<columns.OperationColumns>(queries.OPERATIONS);
      const keys = await snapshot.rows<columns.KeyColumns>(queries.KEYS);
      const attempts = await snapshot.rows<columns.AttemptColumns>(queries.PROVIDER_ATTEMPTS);
      const transitions = await snapshot.rows<columns.TransitionColumns>(queries.TRANSITIONS);
      const outbox = await snapshot.rows<columns.OutboxColumns>(queries.OUTBOX);
      const notices = await snapshot.rows<{ notices: string }>(queries.CONTRADICTING_NOTICES);
      return {
        charges: charges.map(toCharge),
        operations: operations.map(toOperation),
        keys: keys.map(toKey),
        attempts: attempts.map((row) => ({
          operationId: row.operation_id,
          providerKey: row.provider_key,
          providerAccount: row.provider_account,
          outcome: row.outcome,
          detail: row.detail,
          lateOutcome: row.late_outcome,
          latePaymentId: row.late_payment_id,
          endedAtMs: row.ended_at_ms === null ? null : Number(row.ended_at_ms),
        })),
        transitions: transitions.map((row) => ({ chargeId: row.charge_id, from: row.from_status, to: row.to_status })),
        outbox: outbox.map(toOutboxRow),
        contradictingNotices: Number(notices[0]?.notices),
      };
    }),
  );
}

const toCharge = (row: columns.ChargeColumns): ChargeRow => ({
  id: row.id,
  status: row.status,
  version: row.version,
  shard: row.shard,
  amountMinor: BigInt(row.amount_minor),
  capturedMinor: BigInt(row.amount_captured_minor),
  refundedMinor: BigInt(row.amount_refunded_minor),
  reservedMinor: BigInt(row.amount_refund_reserved_minor),
  currency: row.currency,
  providerAccount: row.provider_account,
  providerPaymentId: row.provider_payment_id,
});

const toOperation = (row: columns.OperationColumns): OperationRow => ({
  id: row.id,
  tenantId: row.tenant_id,
  tenant: row.tenant,
  key: row.idempotency_key,
  chargeId: row.charge_id,
  kind: row.kind,
  state: row.state,
  amountMinor: BigInt(row.amount_minor),
  currency: row.currency,
  capture: row.capture,
  failureCode: row.failure_code,
  hasInput: row.has_input,
  isGivenBack: row.is_given_back,
  providerAccount: row.provider_account,
});

const toKey = (row: columns.KeyColumns): KeyRow => ({
  tenant: row.tenant,
  key: row.idempotency_key,
  state: row.state,
  unsettled: row.unsettled,
  responseStatus: row.response_status,
  bodySha256: row.body_sha256,
});

const toOutboxRow = (row: columns.OutboxColumns): OutboxRow => ({
  eventId: row.event_id,
  chargeId: row.charge_id,
  version: row.version,
  shard: row.shard,
  type: row.event_type,
  payload: row.payload,
  isPublished: row.is_published,
  publishedOffset: row.published_offset === null ? null : BigInt(row.published_offset),
});
