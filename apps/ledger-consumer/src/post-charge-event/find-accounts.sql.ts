import { statement, type Tx } from '@once/database';
import type { Account, AccountKey } from './account.ts';

const FIND = statement(
  'ledger-find-accounts',
  `
  SELECT account.id, account.name, account.provider_account AS "providerAccount", account.tenant_id AS "tenantId",
         account.currency, account.exponent
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS wanted (name, provider_account, tenant_id, currency)
  JOIN accounts AS account USING (name, tenant_id, currency)
  -- Not by =, which is never true of the clearing account of events without a provider account.
  WHERE account.provider_account IS NOT DISTINCT FROM wanted.provider_account`,
);

/** Those of the wanted accounts that exist. */
export async function findAccountsInTx(tx: Tx, wanted: readonly AccountKey[]): Promise<Account[]> {
  const { rows } = await tx.query<Account>(FIND, [
    wanted.map(({ name }) => name),
    wanted.map(({ providerAccount }) => providerAccount),
    wanted.map(({ tenantId }) => tenantId),
    wanted.map(({ currency }) => currency),
  ]);
  return rows;
}
