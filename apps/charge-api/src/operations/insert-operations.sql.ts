import { statement, type Tx } from '@once/database';

const INSERT_OPERATIONS = statement(
  'insert-operations',
  // Asked in the transaction of the claim, so of the very server that takes it, however short ago it took over.
  `WITH replaced AS MATERIALIZED (SELECT ms_since_database_replaced() AS ms),
   doubt AS MATERIALIZED (
     SELECT CASE WHEN r.ms < $14 THEN why_withheld(r.ms, $15::double precision, $14::double precision, $16::text) END
       AS withheld_because
     FROM replaced r),
   made AS (
     INSERT INTO operations (id, tenant_id, idempotency_key, charge_id, kind, state, amount_minor, input, request_id,
                             traceparent, failure_code, provider_account, completed_at, withheld_because)
     SELECT n.id, n.tenant_id, n.idempotency_key, n.charge_id, n.kind,
            CASE WHEN n.failure_code IS NULL THEN 'pending' ELSE 'failed' END,
            n.amount_minor,
            -- What is refused at once is never sent: nothing of what it would be paid with is kept.
            CASE WHEN n.failure_code IS NULL THEN n.input END,
            n.request_id, n.traceparent, n.failure_code, n.provider_account,
            CASE WHEN n.failure_code IS NULL THEN NULL ELSE clock_timestamp() END,
            (SELECT d.withheld_because FROM doubt d)
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::bigint[], $7::json[], $8::text[],
                 $9::text[], $10::text[], $13::text[])
       AS n (id, tenant_id, idempotency_key, charge_id, kind, amount_minor, input, request_id, traceparent, failure_code,
             provider_account)
     RETURNING id, failure_code, provider_account),
   -- The first attempt is committed with the claim, before the call: no call to the provider is ever unknown to us.
   attempts AS (
     INSERT INTO provider_attempts (operation_id, attempt, provider, provider_key, provider_account, outcome, key_window_ms)
     SELECT made.id, 1, $11::text, a.provider_key, made.provider_account, 'open',
            CASE WHEN $15 < 'Infinity' THEN $15::bigint END
     FROM made JOIN unnest($1::uuid[], $12::text[]) AS a (id, provider_key) ON a.id = made.id
     WHERE made.failure_code IS NULL)
   SELECT r.ms AS since_replaced_ms FROM replaced r`,
);

export type OperationKind = 'charge.create' | 'charge.capture' | 'charge.cancel' | 'charge.expire' | 'refund.create';

export interface NewOperation {
  id: string;
  tenantId: string;
  idempotencyKey: string;
  chargeId: string;
  kind: OperationKind;
  amountMinor: bigint;
  /** What whoever resumes the operation needs to send it again. */
  input: object;
  requestId: string;
  traceparent: string | null;
  provider: string;
  providerKey: string;
  /** Whose money it moves; null only for what is refused on a charge from before accounts were kept. */
  providerAccount: string | null;
  /** Set for an operation that is refused on the spot: it is kept, and has no attempt. */
  failureCode: string | null;
}

/** What makes an earlier claim of an operation, which was lost with the database, matter to its sending. */
export interface ClaimDoubt {
  /** For how long after the database was replaced an operation that is new here may have been claimed before. */
  doubtMs: number;
  /** For how long the provider remembers what it was sent. */
  keyWindowMs: number;
  /** To which new keys go from here; null for changes, each of which has but one account that it may have gone to. */
  ownAccount: string | null;
}

/**
 * Inserts operations of one provider, each pending one with its first attempt. Returns how long ago the
 * database was replaced, milliseconds: earlier claims of the same operations may have been lost with the one before.
 */
export async function insertOperationsInTx(
  tx: Tx,
  operations: readonly NewOperation[],
  { doubtMs, keyWindowMs, ownAccount }: ClaimDoubt,
): Promise<number> {
  const [first] = operations;
  if (!first) return Infinity;
  const { rows } = await tx.query<{ since_replaced_ms: number }>(INSERT_OPERATIONS, [
    operations.map(({ id }) => id),
    operations.map(({ tenantId }) => tenantId),
    operations.map(({ idempotencyKey }) => idempotencyKey),
    operations.map(({ chargeId }) => chargeId),
    operations.map(({ kind }) => kind),
    operations.map(({ amountMinor }) => amountMinor),
    operations.map(({ input }) => JSON.stringify(input)),
    operations.map(({ requestId }) => requestId),
    operations.map(({ traceparent }) => traceparent),
    operations.map(({ failureCode }) => failureCode),
    first.provider,
    operations.map(({ providerKey }) => providerKey),
    operations.map(({ providerAccount }) => providerAccount),
    doubtMs,
    keyWindowMs,
    ownAccount,
  ]);
  return rows[0]?.since_replaced_ms ?? 0;
}
