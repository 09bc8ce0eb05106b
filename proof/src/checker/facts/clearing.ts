import type { EntryRow, PostingRow } from '../sources/ledger-db/ledger-db.ts';

/** What an entry moved at the provider. */
export const clearingOf = ({ postings }: EntryRow): PostingRow[] =>
  postings.filter(({ account }) => account === 'provider_clearing');

/** An account at the provider in one currency, as text that can be compared. */
export const clearingName = (providerAccount: string | null, currency: string): string =>
  `${providerAccount ?? 'no known account'} ${currency}`;
