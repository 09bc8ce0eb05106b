import type { MigrationInterface, QueryRunner } from 'typeorm';

const INCARNATIONS = `
  -- Which servers this database has been on, by system identifier and timeline. A promotion begins a timeline, a restore
  -- to a point in time too; a dump that is read into another cluster comes to another system identifier.
  CREATE TABLE database_incarnations (
    system_identifier bigint NOT NULL,
    timeline          bigint NOT NULL,
    -- When it was first noticed. Nothing of this database can have been lost before the first one.
    began_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (system_identifier, timeline)
  );

  CREATE TRIGGER database_incarnations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON database_incarnations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();`;

const FUNCTIONS = `
  -- Both parts are open to every role by default. The timeline is that of the WAL being written, which is the new one at
  -- once when a standby is promoted; pg_control_checkpoint() shows the old one until the next checkpoint.
  CREATE FUNCTION current_incarnation(OUT system_identifier bigint, OUT timeline bigint)
    LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$
    SELECT s.system_identifier, ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint
    FROM pg_control_system() s
  $$;

  -- Infinity on the server that the database was made on. 0 on one that nobody has noticed yet: whoever claims in the
  -- first moment after a failover must not depend on that.
  CREATE FUNCTION ms_since_database_replaced() RETURNS double precision
    LANGUAGE sql VOLATILE SET search_path = pg_catalog, public AS $$
    SELECT coalesce(
      (SELECT CASE WHEN i.began_at = '-infinity' THEN 'Infinity'
                   ELSE extract(epoch FROM clock_timestamp() - i.began_at) * 1000 END::double precision
       FROM current_incarnation() c
       JOIN database_incarnations i ON i.system_identifier = c.system_identifier AND i.timeline = c.timeline),
      0)
  $$;

  INSERT INTO database_incarnations (system_identifier, timeline, began_at)
  SELECT c.system_identifier, c.timeline, '-infinity' FROM current_incarnation() c;`;

const GRANTS = `
  GRANT SELECT, INSERT ON database_incarnations TO charge_service;`;

/** Tells when the database came back from a replica or a backup, and with it may have lost what was committed. */
export class DatabaseIncarnations1763600000400 implements MigrationInterface {
  readonly name = 'DatabaseIncarnations1763600000400';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const part of [INCARNATIONS, FUNCTIONS, GRANTS]) await queryRunner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
