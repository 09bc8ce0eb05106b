import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CREATE_PARTITION, DROP_PARTITION, FIRST_PARTITIONS, PURGE_DEFAULT } from './outbox-partitions.sql.ts';

const OUTBOX = `
  -- Without a cache: a cached range per session would hand a later version of a charge a smaller id.
  CREATE SEQUENCE outbox_id_seq AS bigint CACHE 1;

  CREATE TABLE outbox (
    -- Draws an order within one charge only: the charge's row lock is held from nextval to COMMIT. Across charges ids
    -- commit out of order, which is why nothing may ever read "WHERE id > last".
    id               bigint NOT NULL DEFAULT nextval('outbox_id_seq'),
    event_id         uuid NOT NULL,
    charge_id        uuid NOT NULL,
    version          integer NOT NULL CHECK (version >= 1),
    shard            smallint NOT NULL CHECK (shard BETWEEN 0 AND 11),
    event_type       text NOT NULL,
    -- The exact bytes of the Kafka record's value. Never jsonb, which reorders members and rewrites numbers.
    payload          text NOT NULL,
    traceparent      text,
    tenant_id        text NOT NULL,
    occurred_at      timestamptz NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    published_at     timestamptz,
    published_offset bigint,
    -- A partitioned table's key must contain the partition key; this one also serves a charge's timeline.
    PRIMARY KEY (charge_id, version, created_at),
    CONSTRAINT offset_means_published CHECK (published_offset IS NULL OR published_at IS NOT NULL)
  ) PARTITION BY RANGE (created_at);

  -- Holds what is still to be published and nothing else, in the order of publishing.
  CREATE INDEX outbox_unpublished ON outbox (shard, id) WHERE published_at IS NULL;

  -- An append must not fail because the partition job is late: such rows land here.
  CREATE TABLE outbox_default PARTITION OF outbox DEFAULT;

  -- Uniqueness that outlives the partitions. It costs one small insert per event, and is the last defence against an
  -- appender that takes a version without the charge's lock.
  CREATE TABLE outbox_event_identity (
    charge_id uuid NOT NULL,
    version   integer NOT NULL,
    event_id  uuid NOT NULL UNIQUE,
    PRIMARY KEY (charge_id, version)
  );`;

const OWNERSHIP = `
  -- One row per shard; whoever holds it publishes the shard. Rewritten twice a second: room for HOT updates, and
  -- vacuumed early, so that the twelve rows stay on one page.
  CREATE TABLE relay_shards (
    shard       smallint PRIMARY KEY CHECK (shard BETWEEN 0 AND 11),
    owner       text,
    -- Rises at each change of owner, never at a renewal: the fencing token of the owner's writes.
    epoch       bigint NOT NULL DEFAULT 0,
    lease_until timestamptz,
    CONSTRAINT owned_has_lease CHECK ((owner IS NULL) = (lease_until IS NULL))
  ) WITH (fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);

  INSERT INTO relay_shards (shard) SELECT generate_series(0, 11);

  -- Relays that are alive, also those without a shard yet: what a fair share is counted from.
  CREATE TABLE relay_members (
    member      text PRIMARY KEY,
    lease_until timestamptz NOT NULL
  ) WITH (fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);`;

const FUNCTIONS_ARE_NOBODYS = `
  -- They run with the owner's rights. The app that runs this migration says whose they are.
  REVOKE ALL ON FUNCTION outbox_create_partition(date), outbox_drop_partition(date), outbox_purge_default(date, integer)
    FROM PUBLIC;`;

/** The outbox, the ownership of its shards, and the upkeep of its partitions. */
export class CreateOutbox1763600000100 implements MigrationInterface {
  readonly name = 'CreateOutbox1763600000100';

  async up(queryRunner: QueryRunner): Promise<void> {
    const functions = [CREATE_PARTITION, DROP_PARTITION, PURGE_DEFAULT];
    const parts = [OUTBOX, OWNERSHIP, ...functions, FIRST_PARTITIONS, FUNCTIONS_ARE_NOBODYS];
    for (const part of parts) await queryRunner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
