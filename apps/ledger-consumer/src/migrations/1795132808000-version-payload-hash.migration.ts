import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Renamed, and not only because there are several versions now: a consumer of 0.1.0 would compare what it hashes with a
 * hash of version 2 and park every repeat as a payload mismatch. Its statements fail instead, which it takes for an
 * outage: it waits, parks nothing, and its successor goes on from the same offsets.
 */
const versioned = (table: string): string => `
  ALTER TABLE ${table} RENAME COLUMN payload_sha256 TO payload_hash;
  -- The default is for the rows that are there, and only for them: who writes has to say what it hashed.
  ALTER TABLE ${table}
    ADD COLUMN payload_hash_version smallint DEFAULT 1 CHECK (payload_hash_version >= 1),
    ADD CONSTRAINT ${table}_hash_has_version CHECK (payload_hash IS NULL OR payload_hash_version IS NOT NULL);
  ALTER TABLE ${table} ALTER COLUMN payload_hash_version DROP DEFAULT;`;

/** Says of each stored payload hash which facts went into it. */
export class VersionPayloadHash1795132808000 implements MigrationInterface {
  readonly name = 'VersionPayloadHash1795132808000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['inbox', 'journal_entries']) await runner.query(versioned(table));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only: write a new one that corrects this one'));
  }
}
