import { statement, type Tx } from '@once/database';
import type { Account, AccountKey } from './account.ts';
import type { AccountName } from './posting-rule.ts';

const FIND = statement(
  'ledger-find-accounts',
  `
  SELECT account.id, account.name, account.tenant_id, account.currency, account.exponent
  FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (name, tenant_id, currency)
  JOIN accounts AS account USING (name, tenant_id, currency)`,
);

interface Row {
  id: string;
  name: AccountName;
  tenant_id: string;
  currency: string;
  exponent: number;
}

/** Those of the wanted accounts that exist. */
export async function findAccountsInTx(tx: Tx, wanted: readonly AccountKey[]): Promise<Account[]> {
  const { rows } = await tx.query<Row>(FIND, [
    wanted.map(({ name }) => name),
    wanted.map(({ tenantId }) => tenantId),
    wanted.map(({ currency }) => currency),
  ]);
  return rows.map(({ tenant_id, ...row }) => ({ ...row, tenantId: tenant_id }));
}
