import type { MigrationInterface, QueryRunner } from 'typeorm';

const CHARGE_VERSIONS = `
  -- One row per charge, for ever: the last version applied. It is locked by whoever applies an event of the charge.
  CREATE TABLE charge_versions (
    charge_id    uuid PRIMARY KEY,
    last_version bigint NOT NULL CHECK (last_version >= 0),
    updated_at   timestamptz NOT NULL DEFAULT clock_timestamp()
  ) WITH (fillfactor = 80);

  CREATE FUNCTION charge_versions_only_rise() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF TG_LEVEL = 'STATEMENT' THEN
      RAISE EXCEPTION '% on charge_versions is refused: without a charge''s version its events would apply again', TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'charge_versions_permanent';
    END IF;
    IF NEW.charge_id <> OLD.charge_id OR NEW.last_version < OLD.last_version THEN
      RAISE EXCEPTION 'version of charge % may only rise, from % to % is refused',
        OLD.charge_id, OLD.last_version, NEW.last_version
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'charge_versions_only_rise';
    END IF;
    RETURN NEW;
  END $$;

  CREATE TRIGGER charge_versions_only_rise BEFORE UPDATE ON charge_versions
    FOR EACH ROW EXECUTE FUNCTION charge_versions_only_rise();
  CREATE TRIGGER charge_versions_permanent BEFORE DELETE OR TRUNCATE ON charge_versions
    FOR EACH STATEMENT EXECUTE FUNCTION charge_versions_only_rise();
  ALTER TABLE charge_versions ENABLE ALWAYS TRIGGER charge_versions_only_rise;
  ALTER TABLE charge_versions ENABLE ALWAYS TRIGGER charge_versions_permanent;`;

const INBOX = `
  -- Every event that was applied, by its id: a second delivery finds itself here. May be pruned one day; the ledger's
  -- own uniqueness and charge_versions stay, so pruning is never a matter of correctness.
  CREATE TABLE inbox (
    event_id       uuid PRIMARY KEY,
    charge_id      uuid NOT NULL,
    version        bigint NOT NULL CHECK (version >= 1),
    -- Tells a repeated event from another one under the same id.
    payload_sha256 bytea NOT NULL CHECK (octet_length(payload_sha256) = 32),
    topic          text NOT NULL,
    partition      integer NOT NULL,
    record_offset  bigint NOT NULL,
    received_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT inbox_one_event_per_version UNIQUE (charge_id, version)
  );`;

/** What was received, and how far each charge has come. */
export class CreateInbox1795132800000 implements MigrationInterface {
  readonly name = 'CreateInbox1795132800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHARGE_VERSIONS);
    await runner.query(INBOX);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only: write a new one that corrects this one'));
  }
}
