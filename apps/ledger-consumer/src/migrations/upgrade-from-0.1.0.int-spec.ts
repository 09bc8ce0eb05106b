import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runMigrations } from '@once/database';
import { chunkOf, openLedger, type LedgerFixture } from '../../test/ledger-fixture.ts';
import { recordedEvents, toRecords } from '../../test/contract/recorded-events.ts';
import { inTransaction } from '../../test/journal-entry.sql.ts';
import { ledgerMigrations } from './index.ts';

const OF_0_1_0 = ledgerMigrations.slice(0, 7);
const [CAPTURED] = recordedEvents('0.1.0');
const BODY = JSON.parse(CAPTURED!.value) as Record<string, string>;
/** What 0.1.0 made of that event's facts. */
const ITS_HASH = Buffer.from('7aa5529ad4565ca0d342ddecb6aaacc7d6f2109983bcaf00d68dac655ee9e576', 'hex');

let ledger: LedgerFixture;

const migrate = (migrations: typeof ledgerMigrations) =>
  runMigrations({ url: ledger.db.ownerUrl, applicationName: 'test', migrations });

/** The rows that 0.1.0 left of the event, by its own statements. */
const postAs010 = () =>
  inTransaction(ledger.db.ownerPool, async (client) => {
    const { ce_id: eventId } = CAPTURED!.headers;
    await client.query('INSERT INTO charge_versions (charge_id, last_version) VALUES ($1, 1)', [CAPTURED!.key]);
    await client.query(
      `INSERT INTO inbox (event_id, charge_id, version, payload_sha256, topic, partition, record_offset)
       VALUES ($1, $2, 1, $3, 'payments.charges.v1', 11, 0)`,
      [eventId, CAPTURED!.key, ITS_HASH],
    );
    await client.query(
      `INSERT INTO accounts (name, tenant_id, currency, exponent)
       VALUES ('provider_clearing', $1, 'EUR', 2), ('merchant_payable', $1, 'EUR', 2)`,
      [BODY.tenant_id],
    );
    await client.query(
      `INSERT INTO journal_entries (id, source_event_id, charge_id, charge_version, tenant_id, entry_type,
                                    operation_id, occurred_at, payload_sha256)
       VALUES ($1, $1, $2, 1, $3, 'captured', $4, $5, $6)`,
      [eventId, CAPTURED!.key, BODY.tenant_id, BODY.operation_id, BODY.occurred_at, ITS_HASH],
    );
    await client.query(
      `INSERT INTO postings (entry_id, line_no, account_id, amount_minor, currency)
       SELECT $1, row_number() OVER (), id, CASE name WHEN 'provider_clearing' THEN 1099 ELSE -1099 END, 'EUR'
       FROM accounts`,
      [eventId],
    );
  });

beforeAll(async () => {
  ledger = await openLedger();
  await ledger.db.ownerPool.query(
    'DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC',
  );
  await migrate(OF_0_1_0);
  await postAs010();
  await migrate(ledgerMigrations);
});

afterAll(() => ledger.db.drop());

it('keeps what is posted as it was: hashes of version 1, accounts and entries of no known provider account', async () => {
  const { rows } = await ledger.db.ownerPool.query(
    `SELECT (SELECT array_agg(payload_hash_version) FROM inbox) AS inbox,
            (SELECT array_agg(payload_hash_version) FROM journal_entries) AS entries,
            (SELECT count(provider_account)::integer FROM journal_entries) AS entries_of_accounts,
            (SELECT count(provider_account)::integer FROM accounts) AS accounts_of_accounts`,
  );
  expect(rows).toEqual([{ inbox: [1], entries: [1], entries_of_accounts: 0, accounts_of_accounts: 0 }]);
});

it.each([
  ['known', 'SELECT 1'],
  ['forgotten', 'DELETE FROM inbox'],
])(
  'knows a repeat of an event that 0.1.0 has posted, and another event under its id, when it is %s',
  async (what, sql) => {
    await ledger.db.ownerPool.query(sql);
    const firstOffset = what.length * 10;
    const forged = { ...CAPTURED!, value: CAPTURED!.value.replace('"1099"', '"1"') };
    await ledger.consume(toRecords([CAPTURED!, forged], 11, firstOffset));
    const parked = `record_offset = ${firstOffset + 1} AND reason = 'payload_mismatch'`;
    expect(await ledger.count('parked_records', `partition = 11 AND record_offset >= ${firstOffset}`)).toBe(1);
    expect(await ledger.count('parked_records', parked)).toBe(1);
    expect(await ledger.count('journal_entries')).toBe(1);
  },
);

it('goes on in the accounts that are there', async () => {
  const before = await ledger.count('accounts');
  const [refunded] = recordedEvents('0.1.0').filter(
    ({ key, headers }) => key === CAPTURED!.key && headers.ce_type?.includes('refunded'),
  );
  expect(await ledger.consumer.consume(chunkOf(toRecords([refunded!], 11, 500)))).toEqual({ kind: 'done' });
  expect(await ledger.count('journal_entries')).toBe(2);
  expect(await ledger.count('accounts')).toBe(before);
});

it('makes a consumer of 0.1.0 wait: its look at the inbox fails with what it takes for an outage', async () => {
  const look = ledger.pool.query('SELECT event_id, payload_sha256 FROM inbox WHERE event_id = ANY ($1::uuid[])', [[]]);
  // Class 42: no record is parked for it.
  await expect(look).rejects.toMatchObject({ code: '42703' });
});
