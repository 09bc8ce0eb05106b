import type { Tx } from '@once/database';
import { randomUUID } from 'node:crypto';
import { RecordRefusedError } from '../park-record/record-refused.error.ts';
import type { AccountBook, WantedAccount } from './account-book.ts';
import { accountLabel, type Account } from './account.ts';
import { insertJournalEntriesInTx, type IdentifiedEntry } from './insert-journal-entries.sql.ts';
import { insertPostingsInTx, type Posting } from './insert-postings.sql.ts';
import type { EntryLine, EntryToPost } from '../charge-event/posting-rule.ts';

const accountOf = ({ event }: EntryToPost, { account }: EntryLine): WantedAccount => ({
  name: account,
  // The provider owes by account; what we owe a merchant is one sum, wherever it was taken.
  providerAccount: account === 'provider_clearing' ? event.providerAccount : null,
  tenantId: event.tenantId,
  currency: event.currency,
  exponent: event.currencyExponent,
});

/** 1099 is 10.99 or 1.099: an event that counts in another minor unit than its account must not be added to it. */
const bookedAccount = (wanted: WantedAccount, accounts: ReadonlyMap<string, Account>): Account => {
  const account = accounts.get(accountLabel(wanted));
  if (!account) throw new Error(`account ${wanted.name} in ${wanted.currency} was opened but is not there`);
  if (account.exponent !== wanted.exponent) {
    const message = `${wanted.currency} has exponent ${account.exponent} in the books, ${wanted.exponent} in the event`;
    throw new RecordRefusedError('exponent_mismatch', message);
  }
  return account;
};

const postingsOf = (entry: IdentifiedEntry, accounts: ReadonlyMap<string, Account>): Posting[] =>
  entry.lines.map((line, index) => ({
    entryId: entry.entryId,
    lineNo: index + 1,
    accountId: bookedAccount(accountOf(entry, line), accounts).id,
    amountMinor: line.amountMinor,
    currency: entry.event.currency,
  }));

/**
 * Posts entries with their postings and returns the accounts used, to be remembered after the commit.
 * @throws RecordRefusedError when an event's currency exponent is not its account's, or its effect was posted before.
 */
export async function postEntriesInTx(
  tx: Tx,
  entries: readonly EntryToPost[],
  book: AccountBook,
): Promise<ReadonlyMap<string, Account>> {
  if (entries.length === 0) return new Map();
  const wanted = entries.flatMap((entry) => entry.lines.map((line) => accountOf(entry, line)));
  const accounts = await book.openInTx(tx, wanted);
  const identified = entries.map((entry) => ({ ...entry, entryId: randomUUID() }));
  const postings = identified.flatMap((entry) => postingsOf(entry, accounts));
  await insertJournalEntriesInTx(tx, identified);
  await insertPostingsInTx(tx, postings);
  return accounts;
}
