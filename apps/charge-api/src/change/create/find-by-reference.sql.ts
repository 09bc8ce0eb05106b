import { statement, type Tx } from '@once/database';

const FIND_BY_REFERENCE = statement(
  'find-by-reference',
  `SELECT c.id
   FROM charges c
   WHERE c.tenant_id = $1::uuid AND c.reference = $2::text AND c.status NOT IN ('failed', 'canceled')`,
);

/** The live charge with this reference. Undefined when it ended between the conflict and this read. */
export async function findByReferenceInTx(tx: Tx, tenantId: string, reference: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(FIND_BY_REFERENCE, [tenantId, reference]);
  return rows[0]?.id;
}
