import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const FIND_EXPIRED_CHARGES = statement(
  'find-expired-charges',
  `SELECT c.id, c.tenant_id
   FROM charges c
   WHERE c.status = 'authorized' AND c.authorization_expires_at <= clock_timestamp()
     -- A capture or cancel under way decides first. An expiry that has not reached the provider yet is sent again, as
     -- any caller would do; one that has is the resolver's, and one that was refused is a person's.
     AND NOT EXISTS (SELECT FROM operations o
                     WHERE o.charge_id = c.id
                       AND ((o.kind = 'charge.expire' AND o.state <> 'pending')
                            OR (o.kind IN ('charge.capture', 'charge.cancel')
                                AND o.state IN ('pending', 'unknown', 'needs_review'))))
   -- A tenant may have used the key of an expiry for something of its own. Such a charge comes up in every round and
   -- must not take the place of one that can be released.
   ORDER BY EXISTS (SELECT FROM idempotency_keys k
                    WHERE k.tenant_id = c.tenant_id AND k.idempotency_key = $2::text || c.id
                      AND k.operation <> 'charge.expire'),
            c.authorization_expires_at
   LIMIT $1::integer`,
);

export interface ExpiredCharge {
  id: string;
  tenantId: string;
}

/**
 * Authorizations whose time is over and whose release nobody else is to bring about. The key of an expiry is
 * `keyPrefix` and the charge's id.
 */
export async function findExpiredCharges(
  pool: Pool,
  { limit, keyPrefix }: { limit: number; keyPrefix: string },
): Promise<ExpiredCharge[]> {
  const { rows } = await runStatementOnce<{ id: string; tenant_id: string }>(pool, FIND_EXPIRED_CHARGES, [
    limit,
    keyPrefix,
  ]);
  return rows.map((row) => ({ id: row.id, tenantId: row.tenant_id }));
}
