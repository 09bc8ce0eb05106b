import type { ChargeTimelineBody } from '@once/contracts';
import { statement, type Tx } from '@once/database';

const FIND_TIMELINE_CHARGE = statement(
  'find-timeline-charge',
  `SELECT c.id AS charge_id, c.status, c.version
   FROM charges c
   WHERE c.id = $1::uuid AND c.tenant_id = $2::uuid`,
);

export type TimelineCharge = Pick<ChargeTimelineBody, 'charge_id' | 'status' | 'version'>;

/** A tenant's own charge; another tenant's is not there. */
export async function findTimelineChargeInTx(
  tx: Tx,
  tenantId: string,
  chargeId: string,
): Promise<TimelineCharge | undefined> {
  const { rows } = await tx.query<TimelineCharge>(FIND_TIMELINE_CHARGE, [chargeId, tenantId]);
  return rows[0];
}
