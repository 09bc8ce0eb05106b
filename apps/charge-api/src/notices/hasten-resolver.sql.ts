import { statement, type Tx } from '@once/database';
import type { OperationKey } from '@once/idempotency';

const HASTEN_RESOLVER = statement(
  'hasten-resolver',
  `UPDATE idempotency_keys
   SET lease_until = clock_timestamp()
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text AND state = 'PROCESSING' AND unsettled = 'unknown'
     -- While a resolver is at it, this is the end of its lease, and moving it would only have a second one do the same
     -- and fence the first. No lease reaches further than its whole length, so what lies beyond is a time to look
     -- again that nobody holds. A look that is nearer than that comes soon enough by itself.
     AND lease_until > clock_timestamp() + $3::integer * interval '1 millisecond'`,
);

/** Makes an unknown outcome due now, if nobody looks at it or is about to; true when that was so. */
export async function hastenResolverInTx(
  tx: Tx,
  { tenantId, idempotencyKey }: OperationKey,
  leaseMs: number,
): Promise<boolean> {
  const { rowCount } = await tx.query(HASTEN_RESOLVER, [tenantId, idempotencyKey, leaseMs]);
  return rowCount === 1;
}
