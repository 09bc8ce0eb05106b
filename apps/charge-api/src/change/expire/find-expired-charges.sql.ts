import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const FIND_EXPIRED_CHARGES = statement(
  'find-expired-charges',
  `SELECT c.id, c.tenant_id,
          -- An expiry that has not reached the provider yet is sent again as what it is, as any caller would do. Else the
          -- first key that nobody has: a refused expiry keeps its own, and so does whatever a tenant has begun under one
          -- before they were reserved.
          coalesce(
            (SELECT o.idempotency_key FROM operations o
             WHERE o.charge_id = c.id AND o.kind = 'charge.expire' AND o.state = 'pending'),
            (SELECT n.key
             FROM (SELECT i, $2::text || c.id || CASE WHEN i > 1 THEN '-' || i ELSE '' END AS key
                   FROM generate_series(1, $3::integer) AS i) AS n
             WHERE NOT EXISTS (SELECT FROM idempotency_keys k
                               WHERE k.tenant_id = c.tenant_id AND k.idempotency_key = n.key)
             ORDER BY n.i
             LIMIT 1)) AS key
   FROM charges c
   LEFT JOIN LATERAL (SELECT count(*) AS failed, max(o.completed_at) AS last_at FROM operations o
                      WHERE o.charge_id = c.id AND o.kind = 'charge.expire' AND o.state = 'failed') AS refused ON true
   WHERE c.status = 'authorized' AND c.authorization_expires_at <= clock_timestamp()
     -- What failed is tried again as another operation, after a pause that grows.
     AND (refused.failed = 0
          OR refused.last_at <= clock_timestamp() - interval '1 millisecond'
               * least($4::bigint * 4.0 ^ least(refused.failed - 1, 20), $5::bigint))
     -- A capture or cancel under way decides first. An expiry that may have acted is the resolver's, or a person's.
     AND NOT EXISTS (SELECT FROM operations o
                     WHERE o.charge_id = c.id
                       AND ((o.kind = 'charge.expire' AND o.state IN ('unknown', 'needs_review'))
                            OR (o.kind IN ('charge.capture', 'charge.cancel')
                                AND o.state IN ('pending', 'unknown', 'needs_review') AND NOT o.is_given_back)))
   ORDER BY c.authorization_expires_at
   LIMIT $1::integer`,
);

export interface ExpiredCharge {
  id: string;
  tenantId: string;
  /** Key of the expiry that is to be sent; null when none is left. */
  key: string | null;
}

export interface ExpirySearch {
  limit: number;
  /** With the charge's id behind it, the key of its first expiry. */
  keyPrefix: string;
  /** Keys that a charge has at most. */
  maxKeys: number;
  /** Pause after the first failure, milliseconds; it grows four times with each, up to the cap. */
  pauseMs: { base: number; cap: number };
}

/** Authorizations whose time is over and whose release nobody else is to bring about, the longest waiting first. */
export async function findExpiredCharges(
  pool: Pool,
  { limit, keyPrefix, maxKeys, pauseMs }: ExpirySearch,
): Promise<ExpiredCharge[]> {
  const values = [limit, keyPrefix, maxKeys, pauseMs.base, pauseMs.cap];
  const { rows } = await runStatementOnce<{ id: string; tenant_id: string; key: string | null }>(
    pool,
    FIND_EXPIRED_CHARGES,
    values,
  );
  return rows.map((row) => ({ id: row.id, tenantId: row.tenant_id, key: row.key }));
}
