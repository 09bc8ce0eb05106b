import { currencyExponent, shardOfCharge } from '@once/contracts';
import { statement, type Tx } from '@once/database';
import type { Claim } from '@once/idempotency';
import type { CreateChargeCommand } from './create-charge.command.ts';

const INSERT_CHARGES = statement(
  'insert-charges',
  `INSERT INTO charges (id, tenant_id, status, shard, amount_minor, currency, currency_exponent,
                        reference, description, metadata, provider, provider_account)
   SELECT n.id, n.tenant_id, 'pending', n.shard, n.amount_minor, n.currency, n.currency_exponent,
          n.reference, n.description, n.metadata, $10::text, $11::text
   FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::bigint[], $5::text[], $6::smallint[], $7::text[], $8::text[],
               $9::json[])
     AS n (id, tenant_id, shard, amount_minor, currency, currency_exponent, reference, description, metadata)
   -- Two batches with the same references take the index entries in one order and can't deadlock.
   ORDER BY n.tenant_id, n.reference
   -- A second key for an intent that lives already: the index decides, not a look beforehand.
   ON CONFLICT (tenant_id, reference) WHERE reference IS NOT NULL AND status NOT IN ('failed', 'canceled') DO NOTHING
   RETURNING id`,
);

/** Inserts pending charges; those whose reference belongs to a live charge are left out. Returns the ids inserted. */
export async function insertChargesInTx(
  tx: Tx,
  claims: readonly Claim<CreateChargeCommand>[],
  { provider, providerAccount }: { provider: string; providerAccount: string },
): Promise<Set<string>> {
  const commands = claims.map(({ request }) => request.command);
  const { rows } = await tx.query<{ id: string }>(INSERT_CHARGES, [
    claims.map(({ resourceId }) => resourceId),
    claims.map(({ request }) => request.tenantId),
    claims.map(({ resourceId }) => shardOfCharge(resourceId)),
    commands.map(({ amountMinor }) => amountMinor),
    commands.map(({ currency }) => currency),
    commands.map(({ currency }) => currencyExponent(currency)),
    commands.map(({ reference }) => reference),
    commands.map(({ description }) => description),
    commands.map(({ metadata }) => JSON.stringify(metadata)),
    provider,
    providerAccount,
  ]);
  return new Set(rows.map(({ id }) => id));
}
