import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMN = `
  -- Set by the claim, and kept: an earlier claim that was lost with the database may have sent it where its provider, as it
  -- is asked today, can't tell. NULL on nearly all; an older version beside this one leaves it so.
  ALTER TABLE operations ADD COLUMN withheld_because text;

  CREATE INDEX provider_routes_since ON provider_routes (since, id);`;

const FUNCTION = `
  -- Why nothing may be sent for an operation that is claimed now, this long after the database was replaced: the provider
  -- has forgotten what it was sent before, or new keys went to another account too within the doubt before that. Called
  -- for whatever begins in doubt, never on the usual way. Without an account of its own it is a change, whose charge names
  -- the account of all its claims.
  CREATE FUNCTION why_withheld(replaced_ms double precision, key_window_ms double precision, doubt_ms double precision,
                               own_account text) RETURNS text
    LANGUAGE sql VOLATILE SET search_path = pg_catalog, public AS $$
    SELECT CASE
      WHEN replaced_ms >= key_window_ms THEN
        'it may have been sent before the database was replaced, and the provider keeps keys for less time'
      WHEN own_account IS NOT NULL THEN (
        SELECT 'it may have been sent before the database was replaced, to ' || string_agg(DISTINCT r.provider_account, ', ')
        FROM provider_routes r,
          (SELECT clock_timestamp() - interval '1 millisecond' * (replaced_ms + doubt_ms) AS began) AS doubt
        WHERE r.provider_account <> own_account
          -- Each route since then, and the one that was in force when it began.
          AND (r.since > doubt.began
               OR r.id = (SELECT p.id FROM provider_routes p WHERE p.since <= doubt.began
                          ORDER BY p.since DESC, p.id DESC LIMIT 1)))
    END
  $$;`;

/** What a lost claim may have sent where nobody here can ask is not sent again. */
export class WithheldOperations1763600000700 implements MigrationInterface {
  readonly name = 'WithheldOperations1763600000700';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const part of [COLUMN, FUNCTION]) await queryRunner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
