import { statement, type Tx } from '@once/database';
import type { AccountKey } from './account.ts';

const CREATE = statement(
  'ledger-create-accounts',
  `
  INSERT INTO accounts (name, provider_account, tenant_id, currency, exponent)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::smallint[])
    AS missing (name, provider_account, tenant_id, currency, exponent)
  -- Sorted: two consumers that open the same accounts wait for each other in one order.
  ORDER BY name, tenant_id, currency, provider_account
  -- Someone else opened it meanwhile: theirs is the account. Of two without a provider account, too.
  ON CONFLICT (name, tenant_id, currency, provider_account) DO NOTHING`,
);

/** Opens accounts that are missing. Their ids are read afterwards, in a statement that sees the others' too. */
export async function createAccountsInTx(
  tx: Tx,
  missing: ReadonlyArray<AccountKey & { exponent: number }>,
): Promise<void> {
  await tx.query(CREATE, [
    missing.map(({ name }) => name),
    missing.map(({ providerAccount }) => providerAccount),
    missing.map(({ tenantId }) => tenantId),
    missing.map(({ currency }) => currency),
    missing.map(({ exponent }) => exponent),
  ]);
}
