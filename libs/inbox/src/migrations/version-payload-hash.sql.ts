/**
 * Says of each payload hash that a table stores which facts went into it: of ours, and of one that the app keeps.
 *
 * The column is renamed, and not only because there are several versions now: a consumer of 0.1.0 would compare what it
 * hashes with a hash of version 2 and park every repeat as a payload mismatch. Its statements fail instead, which it takes
 * for an outage: it waits, parks nothing, and its successor goes on from the same offsets.
 */
export const versionPayloadHash = (table: string): string => `
  ALTER TABLE ${table} RENAME COLUMN payload_sha256 TO payload_hash;
  -- The default is for the rows that are there, and only for them: who writes has to say what it hashed.
  ALTER TABLE ${table}
    ADD COLUMN payload_hash_version smallint DEFAULT 1 CHECK (payload_hash_version >= 1),
    ADD CONSTRAINT ${table}_hash_has_version CHECK (payload_hash IS NULL OR payload_hash_version IS NOT NULL);
  ALTER TABLE ${table} ALTER COLUMN payload_hash_version DROP DEFAULT;`;
