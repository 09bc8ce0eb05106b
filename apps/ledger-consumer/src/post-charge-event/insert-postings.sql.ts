import { statement, type Tx } from '@once/database';

export interface Posting {
  readonly entryId: string;
  /** From 1, within the entry. */
  readonly lineNo: number;
  readonly accountId: string;
  /** Debit positive, credit negative. */
  readonly amountMinor: bigint;
  readonly currency: string;
}

const INSERT = statement(
  'ledger-insert-postings',
  `
  INSERT INTO postings (entry_id, line_no, account_id, amount_minor, currency)
  SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::uuid[], $4::bigint[], $5::text[])`,
);

export async function insertPostingsInTx(tx: Tx, postings: readonly Posting[]): Promise<void> {
  await tx.query(INSERT, [
    postings.map(({ entryId }) => entryId),
    postings.map(({ lineNo }) => lineNo),
    postings.map(({ accountId }) => accountId),
    postings.map(({ amountMinor }) => amountMinor.toString()),
    postings.map(({ currency }) => currency),
  ]);
}
