/**
 * True where the late word of attempt `a` can't be squared with how operation `o` on charge `c` ended: the other
 * outcome, or a payment that is not the charge's, which is money taken twice. Not yet while the operation is open.
 */
export const LATE_CONTRADICTION = `coalesce(
     (a.late_outcome = 'succeeded' AND o.state = 'failed')
     OR (a.late_outcome = 'declined' AND o.state = 'succeeded')
     OR (a.late_outcome = 'succeeded' AND o.state = 'succeeded' AND a.late_payment_id <> c.provider_payment_id), false)`;
