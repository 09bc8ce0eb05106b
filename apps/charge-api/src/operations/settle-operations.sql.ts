import { statement, type Tx } from '@once/database';
import { NOT_BELIEVED } from '../provider/compare-success.ts';
import { OtherPaymentError } from '../charges/other-payment.error.ts';
import type { OperationSettlement, Verdict } from './verdict.ts';

const SETTLE_OPERATIONS = statement(
  'settle-operations',
  `WITH ends AS (
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
       AS e (operation_id, state, failure_code, attempt_outcome, provider_payment_id, provider_effect_id)),
   evidence AS (
     UPDATE provider_attempts a
     SET outcome = e.attempt_outcome, provider_payment_id = e.provider_payment_id, detail = e.failure_code,
         ended_at = clock_timestamp()
     FROM ends e
     WHERE a.operation_id = e.operation_id AND e.attempt_outcome IS NOT NULL
       -- Judged on the row itself once more: a late answer may be written on it at this moment, and then stays.
       AND a.outcome IN ('open', 'unknown')
       -- All tries of an operation are one request to the provider; its answer is written on the last that reached it.
       AND a.attempt = (SELECT max(b.attempt) FROM provider_attempts b
                        WHERE b.operation_id = e.operation_id AND b.outcome IN ('open', 'unknown')))
   UPDATE operations o
   SET state = e.state, failure_code = e.failure_code, completed_at = clock_timestamp(),
       -- It holds the source of the money, and from here on nobody sends it again.
       input = NULL,
       provider_effect_id = e.provider_effect_id,
       -- Notices are kept under the key row's lock, which we hold: what is not seen here comes after our commit, and is
       -- then judged by this end.
       is_contradicted = EXISTS (
         SELECT FROM provider_notices n
         WHERE n.operation_id = e.operation_id
           AND ((n.outcome = 'succeeded') <> (e.state = 'succeeded') OR n.provider_payment_id <> e.provider_payment_id))
   -- As it was before: RETURNING shows what this statement has made of a row. It is never changed before the end.
   FROM ends e JOIN operations was ON was.id = e.operation_id
   WHERE o.id = e.operation_id
     -- An operation ends once. The key row's lock orders us; this makes a second end an error, not a change.
     AND o.state IN ('pending', 'unknown', 'needs_review')
   RETURNING o.id, o.charge_id, o.amount_minor, was.input, o.request_id, o.traceparent, o.is_given_back,
             o.created_at, o.provider_account, o.provider_effect_id,
     -- What the provider called the payment before, on a try or unasked: two payments for one operation are money
     -- taken twice. A person who decides has seen them.
     e.attempt_outcome = 'succeeded' AND (
       EXISTS (SELECT FROM provider_attempts b
               WHERE b.operation_id = e.operation_id
                 AND (b.provider_payment_id <> e.provider_payment_id OR b.late_payment_id <> e.provider_payment_id))
       OR EXISTS (SELECT FROM provider_notices n
                  WHERE n.operation_id = e.operation_id AND n.provider_payment_id <> e.provider_payment_id))
       AS has_other_payment`,
);

export interface SettledOperation {
  id: string;
  chargeId: string;
  amountMinor: bigint;
  /** As the claim stored it: what was asked of the provider, whatever a retry carries. */
  input: Record<string, unknown>;
  requestId: string;
  traceparent: string | null;
  /** It had gone back to RECEIVED and so held nothing any more. */
  isGivenBack: boolean;
  createdAt: Date;
  providerAccount: string | null;
  providerEffectId: string | null;
}

interface Row {
  id: string;
  charge_id: string;
  amount_minor: string;
  input: Record<string, unknown>;
  request_id: string;
  traceparent: string | null;
  is_given_back: boolean;
  created_at: Date;
  provider_account: string | null;
  provider_effect_id: string | null;
  has_other_payment: boolean | null;
}

const stateOf = ({ kind }: Verdict): string => kind;

const attemptOutcomeOf = ({ source, kind }: Verdict): string | null => {
  if (source !== 'provider') return null;
  return kind === 'succeeded' ? 'succeeded' : 'declined';
};

/**
 * Ends operations, and the attempts that the provider answered; returns them by id.
 * @throws OtherPaymentError when the provider has named two payments for one of them.
 * @throws Error when one of them had ended before: the whole transaction must roll back.
 */
export async function settleOperationsInTx(
  tx: Tx,
  settlements: readonly OperationSettlement[],
): Promise<Map<string, SettledOperation>> {
  const verdicts = settlements.map(({ verdict }) => verdict);
  const { rows } = await tx.query<Row>(SETTLE_OPERATIONS, [
    settlements.map(({ operationId }) => operationId),
    verdicts.map(stateOf),
    verdicts.map((verdict) => (verdict.kind === 'failed' ? verdict.failureCode : null)),
    verdicts.map(attemptOutcomeOf),
    verdicts.map((verdict) => (verdict.kind === 'succeeded' ? verdict.paymentId : null)),
    verdicts.map((verdict) => (verdict.kind === 'succeeded' ? verdict.effectId : null)),
  ]);
  if (rows.length !== settlements.length) throw new Error(`ended ${rows.length} of ${settlements.length} operations`);
  if (rows.some((row) => row.has_other_payment)) {
    throw new OtherPaymentError(`${NOT_BELIEVED}the provider has named another payment before`);
  }
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        chargeId: row.charge_id,
        amountMinor: BigInt(row.amount_minor),
        input: row.input,
        requestId: row.request_id,
        traceparent: row.traceparent,
        isGivenBack: row.is_given_back,
        createdAt: row.created_at,
        providerAccount: row.provider_account,
        providerEffectId: row.provider_effect_id,
      },
    ]),
  );
}
