import type { MigrationInterface, QueryRunner } from 'typeorm';

const PAYLOAD_HASH = `
  -- As in the inbox, and for ever: when the inbox was pruned, this tells a repeat of a posted event from another event
  -- under its id. Null in entries from before this column; whether one of those is repeated, nobody can tell.
  ALTER TABLE journal_entries ADD COLUMN payload_sha256 bytea CHECK (octet_length(payload_sha256) = 32);`;

/** Lets the ledger recognise what it posted without the inbox's help. */
export class KeepPayloadHash1795132805000 implements MigrationInterface {
  readonly name = 'KeepPayloadHash1795132805000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PAYLOAD_HASH);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only: write a new one that corrects this one'));
  }
}
