import type { ChargeStatus } from '@once/contracts';
import { constraintOf, statement, type Tx } from '@once/database';
import { NOT_BELIEVED } from '../provider/compare-success.ts';
import { OtherPaymentError } from './other-payment.error.ts';
import { CHARGE_COLUMNS, toCharge, type Charge, type ChargeRow } from './charge.ts';

const SETTLE_CHARGES = statement(
  'settle-charges',
  `UPDATE charges c
   SET status = s.status,
       -- The row lock of this UPDATE is held until the commit that also appends the event: version order is commit order.
       version = c.version + 1,
       amount_captured_minor = CASE s.status WHEN 'captured' THEN c.amount_minor ELSE c.amount_captured_minor END,
       provider_payment_id = coalesce(s.provider_payment_id, c.provider_payment_id),
       authorization_expires_at = CASE s.status WHEN 'authorized'
                                  THEN clock_timestamp() + $5::bigint * interval '1 millisecond' END,
       updated_at = clock_timestamp()
   FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS s (id, status, provider_payment_id, from_status)
   WHERE c.id = s.id AND c.status = s.from_status
   RETURNING ${CHARGE_COLUMNS}`,
);

export interface ChargeEnd {
  chargeId: string;
  status: Extract<ChargeStatus, 'authorized' | 'captured' | 'failed'>;
  from: UnsettledChargeStatus;
  providerPaymentId: string | null;
}

/** Written again it would fail again: a person has to find out which of the charges the payment is. */
const refuseTakenPayment = (error: unknown): never => {
  if (constraintOf(error) !== 'charges_one_per_provider_payment') throw error;
  throw new OtherPaymentError(`${NOT_BELIEVED}its payment belongs to another charge`);
};

/** Where a charge stands before its creation has an outcome. */
export type UnsettledChargeStatus = Extract<ChargeStatus, 'pending' | 'unknown' | 'needs_review'>;

/**
 * Moves new charges to their outcome, each with the next version, and returns them as they are now. An authorization
 * lasts `authorizationMs` from now.
 * @throws OtherPaymentError when the payment is another charge's.
 * @throws Error when one of them is past that point: the whole transaction must roll back.
 */
export async function settleChargesInTx(
  tx: Tx,
  ends: readonly ChargeEnd[],
  authorizationMs: number,
): Promise<Map<string, Charge>> {
  const values = [
    ends.map(({ chargeId }) => chargeId),
    ends.map(({ status }) => status),
    ends.map(({ providerPaymentId }) => providerPaymentId),
    ends.map(({ from }) => from),
    authorizationMs,
  ];
  const { rows } = await tx.query<ChargeRow>(SETTLE_CHARGES, values).catch(refuseTakenPayment);
  if (rows.length !== ends.length) throw new Error(`settled ${rows.length} of ${ends.length} charges`);
  return new Map(rows.map((row) => [row.id, toCharge(row)]));
}
