import { runStatementOnce, statement, type Tx } from '@once/database';
import type { Pool } from 'pg';

const TAKE_OVER_KEY = statement(
  'take-over-key',
  `UPDATE idempotency_keys
   SET state = 'PROCESSING', epoch = epoch + 1, attempt = attempt + 1, claim_id = $4::uuid,
       lease_until = clock_timestamp() + $5::integer * interval '1 millisecond', last_seen_at = clock_timestamp()
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
     -- The epoch that was read: of several takers one finds it unchanged, the rest find no row.
     AND epoch = $3::bigint
     -- Judged again here, because the owner may have renewed or finished since the read.
     AND (state = 'RECEIVED'
          OR (state = 'PROCESSING' AND lease_until <= clock_timestamp()
              -- An unknown outcome belongs to the resolver: callers must not drive calls to the provider.
              AND unsettled IS NULL))
   RETURNING epoch, attempt, resource_id`,
);

export interface TakeOver {
  tenantId: string;
  idempotencyKey: string;
  seenEpoch: bigint;
  claimId: string;
  leaseMs: number;
}

export interface TakenOver {
  epoch: bigint;
  attempt: number;
  resourceId: string;
}

interface Row {
  epoch: string;
  attempt: number;
  resource_id: string;
}

const valuesOf = ({ tenantId, idempotencyKey, seenEpoch, claimId, leaseMs }: TakeOver): unknown[] => [
  tenantId,
  idempotencyKey,
  seenEpoch,
  claimId,
  leaseMs,
];

const toTakenOver = ([row]: Row[]): TakenOver | undefined =>
  row && { epoch: BigInt(row.epoch), attempt: row.attempt, resourceId: row.resource_id };

/** Claims an ownerless or abandoned key at epoch + 1; undefined when somebody else was faster. */
export async function takeOverKey(pool: Pool, takeOver: TakeOver): Promise<TakenOver | undefined> {
  const { rows } = await runStatementOnce<Row>(pool, TAKE_OVER_KEY, valuesOf(takeOver));
  return toTakenOver(rows);
}

/** The same for a key whose row this transaction holds. */
export async function takeOverKeyInTx(tx: Tx, takeOver: TakeOver): Promise<TakenOver | undefined> {
  const { rows } = await tx.query<Row>(TAKE_OVER_KEY, valuesOf(takeOver));
  return toTakenOver(rows);
}
