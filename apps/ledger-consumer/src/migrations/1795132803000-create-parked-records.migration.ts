import type { MigrationInterface, QueryRunner } from 'typeorm';

const PARKED_RECORDS = `
  -- Records that can't be applied, as they came. Bytes stay bytes: a foreign record may hold anything, and a column
  -- that refuses it (text refuses NUL) would turn parking itself into the poison.
  CREATE TABLE parked_records (
    topic               text NOT NULL,
    partition           integer NOT NULL,
    record_offset       bigint NOT NULL,
    -- Milliseconds since 1970 as the producer claims; any 64-bit number, so not a timestamptz.
    record_timestamp_ms bigint NOT NULL,
    record_key          bytea,
    -- Array of {name, value}, or {name_base64, value_base64} where either is not printable ASCII.
    headers             jsonb NOT NULL,
    value               bytea,
    reason              text NOT NULL CHECK (reason IN (
      'missing_value', 'oversized', 'invalid_header', 'foreign_event', 'unsupported_content_type', 'invalid_json',
      'invalid_body', 'key_mismatch', 'payload_mismatch', 'late_unknown', 'exponent_mismatch', 'database_refused',
      'handler_failed')),
    error_class         text NOT NULL,
    error_message       text NOT NULL,
    charge_id           uuid,
    event_id            uuid,
    attempts            integer NOT NULL CHECK (attempts >= 1),
    parked_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- A record that is delivered again is the same record: parking it is idempotent.
    PRIMARY KEY (topic, partition, record_offset)
  );
  CREATE INDEX parked_records_charge ON parked_records (charge_id) WHERE charge_id IS NOT NULL;`;

/** Records set aside, with what redriving or explaining them needs. */
export class CreateParkedRecords1795132803000 implements MigrationInterface {
  readonly name = 'CreateParkedRecords1795132803000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PARKED_RECORDS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only: write a new one that corrects this one'));
  }
}
