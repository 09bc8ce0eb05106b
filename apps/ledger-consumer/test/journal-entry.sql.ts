import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

/** Hand-written SQL for tests of what the database itself refuses: none of the application's code is involved. */

export interface TestAccounts {
  clearing: string;
  /** Of the provider accounts `simulator:acct_1` and `simulator:acct_2`. */
  clearingOne: string;
  clearingTwo: string;
  payable: string;
  payableUsd: string;
}

const openAccount = async (
  pool: Pool,
  name: string,
  currency: string,
  providerAccount: string | null = null,
): Promise<string> => {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO accounts (name, tenant_id, currency, exponent, provider_account)
     VALUES ($1, 'acme', $2, 2, $3) RETURNING id`,
    [name, currency, providerAccount],
  );
  return rows[0]?.id ?? '';
};

export async function openTestAccounts(pool: Pool): Promise<TestAccounts> {
  return {
    clearing: await openAccount(pool, 'provider_clearing', 'EUR'),
    clearingOne: await openAccount(pool, 'provider_clearing', 'EUR', 'simulator:acct_1'),
    clearingTwo: await openAccount(pool, 'provider_clearing', 'EUR', 'simulator:acct_2'),
    payable: await openAccount(pool, 'merchant_payable', 'EUR'),
    payableUsd: await openAccount(pool, 'merchant_payable', 'USD'),
  };
}

/** What the provider did, as an entry names it. */
export interface TestEffect {
  account: string | null;
  effectId: string | null;
}

/** Inserts an entry without postings and returns its id. */
export async function insertEntry(
  client: Pool | PoolClient,
  eventId: string = randomUUID(),
  { account, effectId }: TestEffect = { account: null, effectId: null },
): Promise<string> {
  const id = randomUUID();
  await client.query(
    `INSERT INTO journal_entries (id, source_event_id, charge_id, charge_version, tenant_id, entry_type, operation_id,
                                  occurred_at, provider_account, provider_effect_id)
     VALUES ($1, $2, gen_random_uuid(), 1, 'acme', 'captured', gen_random_uuid(), now(), $3, $4)`,
    [id, eventId, account, effectId],
  );
  return id;
}

export interface TestLine {
  account: string;
  amount: bigint;
  currency?: string;
}

export async function insertLines(
  client: Pool | PoolClient,
  entryId: string,
  lines: TestLine[],
  firstLineNo = 1,
): Promise<void> {
  for (const [index, { account, amount, currency = 'EUR' }] of lines.entries()) {
    const text = `INSERT INTO postings (entry_id, line_no, account_id, amount_minor, currency) VALUES ($1, $2, $3, $4, $5)`;
    await client.query(text, [entryId, firstLineNo + index, account, amount, currency]);
  }
}

/** Runs `work` between BEGIN and COMMIT; what either refuses comes out as the error. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
