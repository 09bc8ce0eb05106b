import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import {
  inTransaction,
  insertEntry,
  insertLines,
  openTestAccounts,
  type TestAccounts,
  type TestEffect,
  type TestLine,
} from '../../test/journal-entry.sql.ts';

let db: TestDatabase;
let accounts: TestAccounts;
let postedEntry: string;

const pools: Record<string, () => Pool> = {
  'the owner': () => db.ownerPool,
  'the service': () => db.pool('ledger_service'),
};

const balanced = (): TestLine[] => [
  { account: accounts.clearing, amount: 1099n },
  { account: accounts.payable, amount: -1099n },
];

beforeAll(async () => {
  db = await createTestDatabase('ledger');
  accounts = await openTestAccounts(db.ownerPool);
  postedEntry = await inTransaction(db.ownerPool, async (client) => {
    const id = await insertEntry(client);
    await insertLines(client, id, balanced());
    return id;
  });
});

afterAll(() => db.drop());

const entryCount = async (): Promise<number> => {
  const { rows } = await db.ownerPool.query<{ n: string }>('SELECT count(*) AS n FROM journal_entries');
  return Number(rows[0]?.n);
};

describe.each(Object.keys(pools))('for %s the ledger', (role) => {
  let pool: Pool;
  beforeAll(() => {
    pool = (pools[role] as () => Pool)();
  });

  const post = (lines: TestLine[]) =>
    inTransaction(pool, async (client) => insertLines(client, await insertEntry(client), lines));

  it('takes a balanced entry with two postings', async () => {
    const before = await entryCount();
    await post(balanced());
    expect(await entryCount()).toBe(before + 1);
  });

  it.each([
    ['no posting', () => [], 'journal_entries_two_postings'],
    ['one posting', () => balanced().slice(0, 1), 'journal_entries_two_postings'],
    [
      'debits that differ from credits',
      () => [...balanced(), { account: accounts.payable, amount: 1n }],
      'journal_entries_balance',
    ],
    [
      'debits and credits in different currencies',
      () => [
        { account: accounts.clearing, amount: 1099n },
        { account: accounts.payableUsd, amount: -1099n, currency: 'USD' },
      ],
      'journal_entries_balance',
    ],
    [
      'amounts whose sum only balances modulo 2^64',
      () => [
        { account: accounts.clearing, amount: 9_223_372_036_854_775_807n },
        { account: accounts.clearing, amount: 9_223_372_036_854_775_807n },
        { account: accounts.clearing, amount: 2n },
      ],
      'journal_entries_balance',
    ],
  ])('refuses an entry with %s', async (_what, lines, constraint) => {
    const before = await entryCount();
    await expect(post(lines())).rejects.toMatchObject({ code: '23514', constraint });
    expect(await entryCount()).toBe(before);
  });

  it('refuses a posting of 0', async () => {
    await expect(post([...balanced(), { account: accounts.payable, amount: 0n }])).rejects.toMatchObject({
      code: '23514',
    });
  });

  it("refuses a posting in another currency than its account's", async () => {
    const lines = balanced().map((line) => ({ ...line, currency: 'USD' }));
    await expect(post(lines)).rejects.toMatchObject({ constraint: 'postings_currency_of_account' });
  });

  it('refuses an extension of an entry by a later transaction, although it balances', async () => {
    const extend = inTransaction(pool, (client) => insertLines(client, postedEntry, balanced(), 3));
    await expect(extend).rejects.toMatchObject({ code: '23000', constraint: 'postings_in_entry_transaction' });
  });

  it('checks postings that come after an early check of their entry', async () => {
    const sneak = inTransaction(pool, async (client) => {
      const id = await insertEntry(client);
      await insertLines(client, id, balanced());
      await client.query('SET CONSTRAINTS ALL IMMEDIATE');
      await client.query('SET CONSTRAINTS ALL DEFERRED');
      await insertLines(client, id, [{ account: accounts.clearing, amount: 5n }], 3);
    });
    await expect(sneak).rejects.toMatchObject({ constraint: 'journal_entries_balance' });
  });

  it('stamps an entry itself, whatever transaction id or posting time the caller brings', async () => {
    const id = randomUUID();
    await inTransaction(pool, async (client) => {
      await client.query(
        `INSERT INTO journal_entries (id, source_event_id, charge_id, charge_version, tenant_id, entry_type,
                                      operation_id, occurred_at, xact_id, posted_at)
         VALUES ($1, gen_random_uuid(), gen_random_uuid(), 1, 'acme', 'captured', gen_random_uuid(), now(), '3',
                 '2001-01-01')`,
        [id],
      );
      await insertLines(client, id, balanced());
    });
    const { rows } = await pool.query(
      `SELECT xact_id <> '3' AS is_own, posted_at > now() - interval '1 minute' AS is_now FROM journal_entries WHERE id = $1`,
      [id],
    );
    expect(rows).toEqual([{ is_own: true, is_now: true }]);
  });

  it('refuses a second entry for one event', async () => {
    const eventId = randomUUID();
    const postEvent = () =>
      inTransaction(pool, async (client) => insertLines(client, await insertEntry(client, eventId), balanced()));
    await postEvent();
    await expect(postEvent()).rejects.toMatchObject({ code: '23505', constraint: 'journal_entries_one_per_event' });
  });

  const postEffect = (effect: TestEffect, clearing: string) =>
    inTransaction(pool, async (client) => {
      const lines = [
        { account: clearing, amount: 5n },
        { account: accounts.payable, amount: -5n },
      ];
      await insertLines(client, await insertEntry(client, randomUUID(), effect), lines);
    });

  it('refuses a second entry for one effect of a provider account, and takes it of another account', async () => {
    const effectId = `eff_${randomUUID()}`;
    await postEffect({ account: 'simulator:acct_1', effectId }, accounts.clearingOne);
    await postEffect({ account: 'simulator:acct_2', effectId }, accounts.clearingTwo);
    await postEffect({ account: null, effectId }, accounts.clearing);
    const constraint = 'journal_entries_one_per_effect';
    await expect(postEffect({ account: 'simulator:acct_1', effectId }, accounts.clearingOne)).rejects.toMatchObject({
      code: '23505',
      constraint,
    });
    await expect(postEffect({ account: null, effectId }, accounts.clearing)).rejects.toMatchObject({ constraint });
  });

  it("refuses a posting to another provider account's clearing than the entry's", async () => {
    const constraint = 'postings_clear_their_provider_account';
    const of = (account: string | null) => ({ account, effectId: null });
    const [one, two] = ['simulator:acct_1', 'simulator:acct_2'];
    await postEffect(of(one), accounts.clearingOne);
    await expect(postEffect(of(one), accounts.clearingTwo)).rejects.toMatchObject({ code: '23000', constraint });
    await expect(postEffect(of(two), accounts.clearing)).rejects.toMatchObject({ constraint });
    await expect(postEffect(of(null), accounts.clearingOne)).rejects.toMatchObject({ constraint });
  });

  it.each([
    ['a second clearing account of one provider account', 'provider_clearing', 'simulator:acct_1', '23505'],
    ['a second clearing account of no provider account', 'provider_clearing', null, '23505'],
    ['a second account of the merchant', 'merchant_payable', null, '23505'],
    ['an account of the merchant per provider account', 'merchant_payable', 'simulator:acct_1', '23514'],
    ['an account of a name that is in no chart', 'refunds', null, '23514'],
  ])('refuses %s', async (_what, name, account, code) => {
    const open = `INSERT INTO accounts (name, tenant_id, currency, exponent, provider_account)
                  VALUES ($1, 'acme', 'EUR', 2, $2)`;
    await expect(pool.query(open, [name, account])).rejects.toMatchObject({ code });
  });

  it.each(['accounts', 'journal_entries', 'postings'])('refuses UPDATE, DELETE and TRUNCATE of %s', async (table) => {
    const column = { accounts: 'name', journal_entries: 'tenant_id', postings: 'currency' }[table];
    // 42501: no right to; 23000: the trigger.
    const code = role === 'the service' ? '42501' : '23000';
    await expect(pool.query(`UPDATE ${table} SET ${column} = ${column}`)).rejects.toMatchObject({ code });
    await expect(pool.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ code });
    await expect(pool.query(`DELETE FROM ${table} WHERE false`)).rejects.toMatchObject({ code });
    await expect(pool.query(`TRUNCATE ${table} CASCADE`)).rejects.toMatchObject({ code });
  });

  it('refuses to lower, delete or truncate the version of a charge', async () => {
    const chargeId = randomUUID();
    await pool.query('INSERT INTO charge_versions (charge_id, last_version) VALUES ($1, 5)', [chargeId]);
    const lower = pool.query('UPDATE charge_versions SET last_version = 4 WHERE charge_id = $1', [chargeId]);
    await expect(lower).rejects.toMatchObject({ code: '23000', constraint: 'charge_versions_only_rise' });
    const code = role === 'the service' ? '42501' : '23000';
    await expect(pool.query('DELETE FROM charge_versions')).rejects.toMatchObject({ code });
    await expect(pool.query('TRUNCATE charge_versions')).rejects.toMatchObject({ code });
    await pool.query('UPDATE charge_versions SET last_version = 6 WHERE charge_id = $1', [chargeId]);
  });
});

describe('the service', () => {
  it.each(['inbox', 'parked_records'])('has no right to change or remove rows of %s', async (table) => {
    const pool = db.pool('ledger_service');
    await expect(pool.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
    await expect(pool.query(`UPDATE ${table} SET topic = topic`)).rejects.toMatchObject({ code: '42501' });
    await expect(pool.query(`TRUNCATE ${table}`)).rejects.toMatchObject({ code: '42501' });
  });

  it('has no right to switch a trigger off or to make tables', async () => {
    const pool = db.pool('ledger_service');
    const disable = 'ALTER TABLE journal_entries DISABLE TRIGGER journal_entries_append_only';
    await expect(pool.query(disable)).rejects.toMatchObject({ code: '42501' });
    await expect(pool.query('CREATE TABLE public.mine (id int)')).rejects.toMatchObject({ code: '42501' });
  });

  it('can not lift the triggers by a temporary table or a schema of its own', async () => {
    const attempt = inTransaction(db.pool('ledger_service'), async (client) => {
      // The database grants TEMPORARY or it does not; either way the check must look at the real table.
      await client.query('SAVEPOINT before_temp');
      await client
        .query('CREATE TEMPORARY TABLE postings (entry_id uuid, currency text, amount_minor bigint)')
        .catch(() => client.query('ROLLBACK TO SAVEPOINT before_temp'));
      await client.query('SET LOCAL search_path = pg_temp, public');
      await insertEntry(client);
    });
    await expect(attempt).rejects.toMatchObject({ constraint: 'journal_entries_two_postings' });
  });
});
