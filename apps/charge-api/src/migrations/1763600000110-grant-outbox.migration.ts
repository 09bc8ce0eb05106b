import type { MigrationInterface, QueryRunner } from 'typeorm';

const GRANTS = `
  -- By column: an appender can't choose id or created_at, nor say that a row was published.
  GRANT INSERT (event_id, charge_id, version, shard, event_type, payload, traceparent, tenant_id, occurred_at)
    ON outbox TO charge_service;
  GRANT SELECT ON outbox, outbox_event_identity TO charge_service;
  GRANT INSERT ON outbox_event_identity TO charge_service;
  GRANT USAGE ON SEQUENCE outbox_id_seq TO charge_service;

  GRANT SELECT ON outbox TO relay_service;
  GRANT UPDATE (published_at, published_offset) ON outbox TO relay_service;
  GRANT SELECT ON relay_shards TO relay_service;
  GRANT UPDATE (owner, epoch, lease_until) ON relay_shards TO relay_service;
  GRANT SELECT, INSERT, UPDATE, DELETE ON relay_members TO relay_service;

  GRANT EXECUTE ON FUNCTION outbox_create_partition(date), outbox_drop_partition(date), outbox_purge_default(date, integer)
    TO relay_service;`;

/**
 * What charge-api and the relay may do with the tables of `@once/outbox`. `CreateOutbox1763600000100` once granted it
 * itself: a database that it did so in is left as it is.
 */
export class GrantOutbox1763600000110 implements MigrationInterface {
  readonly name = 'GrantOutbox1763600000110';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(GRANTS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
