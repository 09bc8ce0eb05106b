import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import {
  inTransaction,
  insertEntry,
  insertLines,
  openTestAccounts,
  type TestAccounts,
  type TestLine,
} from '../../test/journal-entry.sql.ts';
import { countJournalEntries } from './count-journal-entries.sql.ts';
import { countUnbalancedEntries } from './count-unbalanced-entries.sql.ts';

let db: TestDatabase;
let accounts: TestAccounts;

/** The constraints would refuse what these gauges are to find: they judge the constraints. */
const GUARDS = [
  'journal_entries DISABLE TRIGGER journal_entries_balance',
  'postings DISABLE TRIGGER postings_balance',
  'postings DISABLE TRIGGER postings_in_entry_transaction',
];

beforeAll(async () => {
  db = await createTestDatabase('ledger');
  for (const guard of GUARDS) await db.ownerPool.query(`ALTER TABLE ${guard}`);
  accounts = await openTestAccounts(db.ownerPool);
});
afterAll(() => db.drop());

const post = (lines: TestLine[]): Promise<string> =>
  inTransaction(db.ownerPool, async (client) => {
    const id = await insertEntry(client);
    await insertLines(client, id, lines);
    return id;
  });

const unbalanced = (): Promise<number> => countUnbalancedEntries(db.pool('ledger_service'));

describe('the number of unbalanced entries', () => {
  it.each<[string, () => TestLine[], number]>([
    [
      'a balanced one is none',
      () => [
        { account: accounts.clearing, amount: 5n },
        { account: accounts.payable, amount: -5n },
      ],
      0,
    ],
    ['one without postings is one', () => [], 1],
    ['one with a single side is one', () => [{ account: accounts.clearing, amount: 5n }], 1],
    [
      'one whose sides differ is one',
      () => [
        { account: accounts.clearing, amount: 5n },
        { account: accounts.payable, amount: -4n },
      ],
      1,
    ],
    [
      'one that only balances across currencies is one, not two',
      () => [
        { account: accounts.clearing, amount: 5n },
        { account: accounts.payableUsd, amount: -5n, currency: 'USD' },
      ],
      1,
    ],
  ])('%s', async (_what, lines, gained) => {
    const before = await unbalanced();
    await post(lines());
    expect((await unbalanced()) - before).toBe(gained);
  });
});

describe('the number of effects applied', () => {
  it('counts every entry', async () => {
    const before = await countJournalEntries(db.pool('ledger_service'));
    for (let made = 0; made < 3; made++) await post([]);
    expect((await countJournalEntries(db.pool('ledger_service'))) - before).toBe(3);
  });
});
