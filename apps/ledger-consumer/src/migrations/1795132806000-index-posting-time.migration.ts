import type { MigrationInterface, QueryRunner } from 'typeorm';

const POSTING_TIME = `
  -- Entries come in the order of their posting time and never change, so a range index finds the latest ones; it is a few
  -- pages for millions of entries and costs an insert next to nothing.
  CREATE INDEX journal_entries_posted_at ON journal_entries USING brin (posted_at) WITH (autosummarize = on);`;

/** Lets the latest entries be looked at without reading the whole ledger. */
export class IndexPostingTime1795132806000 implements MigrationInterface {
  readonly name = 'IndexPostingTime1795132806000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(POSTING_TIME);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only: write a new one that corrects this one'));
  }
}
