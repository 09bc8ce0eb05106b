import { CREATE_IDEMPOTENCY_KEYS } from '@once/idempotency';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANTS = `
  CREATE TABLE tenants (
    id         uuid PRIMARY KEY,
    name       text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
  );

  -- Only the hash is kept. A key has 190 random bits, so a fast hash is enough: there is nothing to guess.
  CREATE TABLE api_keys (
    key_hash   bytea PRIMARY KEY CHECK (octet_length(key_hash) = 32),
    tenant_id  uuid NOT NULL REFERENCES tenants (id),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked_at timestamptz
  );`;

const KEYS_OF_TENANTS = 'ALTER TABLE idempotency_keys ADD FOREIGN KEY (tenant_id) REFERENCES tenants (id)';

const CHARGES = `
  CREATE TABLE charge_status_transitions (
    from_status text NOT NULL,
    to_status   text NOT NULL,
    PRIMARY KEY (from_status, to_status)
  );

  INSERT INTO charge_status_transitions (from_status, to_status) VALUES
    ('pending', 'authorized'), ('pending', 'captured'), ('pending', 'failed'), ('pending', 'unknown'),
    ('unknown', 'authorized'), ('unknown', 'captured'), ('unknown', 'failed'), ('unknown', 'needs_review'),
    ('needs_review', 'authorized'), ('needs_review', 'captured'), ('needs_review', 'failed'),
    ('authorized', 'captured'), ('authorized', 'canceled'), ('authorized', 'expired'),
    ('captured', 'partially_refunded'), ('captured', 'refunded'),
    ('partially_refunded', 'partially_refunded'), ('partially_refunded', 'refunded');

  CREATE TABLE charges (
    id                           uuid PRIMARY KEY,
    tenant_id                    uuid NOT NULL REFERENCES tenants (id),
    status                       text NOT NULL CHECK (status IN ('pending', 'authorized', 'captured', 'failed', 'unknown',
                                   'needs_review', 'canceled', 'expired', 'partially_refunded', 'refunded')),
    -- Counts the events of the charge. Taken in the transaction that appends the event, under this row's lock.
    version                      integer NOT NULL DEFAULT 0 CHECK (version >= 0),
    -- Fixed at creation: growing the topic does not move a live charge.
    shard                        smallint NOT NULL CHECK (shard BETWEEN 0 AND 11),
    amount_minor                 bigint NOT NULL CHECK (amount_minor BETWEEN 1 AND 9007199254740991),
    currency                     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    currency_exponent            smallint NOT NULL CHECK (currency_exponent BETWEEN 0 AND 4),
    amount_captured_minor        bigint NOT NULL DEFAULT 0,
    -- What refunds have taken or may still take: pending, unknown, needs_review and succeeded ones.
    amount_refund_reserved_minor bigint NOT NULL DEFAULT 0,
    amount_refunded_minor        bigint NOT NULL DEFAULT 0,
    reference                    text,
    description                  text,
    metadata                     json NOT NULL DEFAULT '{}',
    provider                     text NOT NULL,
    provider_payment_id          text,
    created_at                   timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at                   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT captured_within_amount CHECK (amount_captured_minor BETWEEN 0 AND amount_minor),
    CONSTRAINT reserved_within_captured CHECK (amount_refund_reserved_minor BETWEEN 0 AND amount_captured_minor),
    CONSTRAINT refunded_within_reserved CHECK (amount_refunded_minor BETWEEN 0 AND amount_refund_reserved_minor)
  ) WITH (fillfactor = 80);

  CREATE INDEX charges_newest_first ON charges (tenant_id, created_at DESC, id DESC);
  -- Two keys for one intent: the second finds the first by its reference.
  CREATE UNIQUE INDEX charges_live_reference ON charges (tenant_id, reference)
    WHERE reference IS NOT NULL AND status NOT IN ('failed', 'canceled');

  CREATE FUNCTION refuse_unlisted_status_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM charge_status_transitions t
                   WHERE t.from_status = OLD.status AND t.to_status = NEW.status) THEN
      RAISE EXCEPTION 'charge % may not go from % to %', OLD.id, OLD.status, NEW.status USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END $$;

  CREATE TRIGGER charges_status_change BEFORE UPDATE OF status ON charges
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_unlisted_status_change();`;

const OPERATIONS = `
  CREATE TABLE operations (
    id              uuid PRIMARY KEY,
    tenant_id       uuid NOT NULL,
    idempotency_key text NOT NULL,
    charge_id       uuid NOT NULL REFERENCES charges (id),
    kind            text NOT NULL CHECK (kind IN ('charge.create', 'charge.capture', 'charge.cancel', 'charge.expire',
                      'refund.create')),
    state           text NOT NULL CHECK (state IN ('pending', 'unknown', 'needs_review', 'succeeded', 'failed')),
    amount_minor    bigint NOT NULL CHECK (amount_minor BETWEEN 0 AND 9007199254740991),
    input           json NOT NULL,
    request_id      text NOT NULL,
    traceparent     text,
    failure_code    text,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    completed_at    timestamptz,
    UNIQUE (tenant_id, idempotency_key),
    FOREIGN KEY (tenant_id, idempotency_key) REFERENCES idempotency_keys (tenant_id, idempotency_key),
    CONSTRAINT settled_has_time CHECK ((state IN ('succeeded', 'failed')) = (completed_at IS NOT NULL))
  ) WITH (fillfactor = 80);

  CREATE INDEX operations_charge_id ON operations (charge_id);

  -- A row is committed before each call to the provider, so that no call is ever unknown to us.
  CREATE TABLE provider_attempts (
    operation_id        uuid NOT NULL REFERENCES operations (id),
    attempt             integer NOT NULL CHECK (attempt >= 1),
    provider            text NOT NULL,
    -- Derived from the operation, never random per try: the provider sees every try as the same request.
    provider_key        text NOT NULL,
    outcome             text NOT NULL CHECK (outcome IN ('open', 'succeeded', 'declined', 'refused', 'unknown')),
    provider_payment_id text,
    detail              text,
    started_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at            timestamptz,
    PRIMARY KEY (operation_id, attempt),
    CONSTRAINT ended_has_outcome CHECK ((outcome = 'open') = (ended_at IS NULL))
  ) WITH (fillfactor = 80);

  CREATE INDEX provider_attempts_provider_key ON provider_attempts (provider_key);

  CREATE TABLE charge_transitions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    charge_id    uuid NOT NULL REFERENCES charges (id),
    operation_id uuid NOT NULL REFERENCES operations (id),
    from_status  text NOT NULL,
    to_status    text NOT NULL,
    actor        text NOT NULL,
    reason       text NOT NULL,
    traceparent  text,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (from_status, to_status) REFERENCES charge_status_transitions (from_status, to_status)
  );

  CREATE INDEX charge_transitions_charge_id ON charge_transitions (charge_id, id);

  CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514';
  END $$;

  CREATE TRIGGER charge_transitions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON charge_transitions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();`;

const GRANTS = `
  GRANT SELECT ON tenants, api_keys, charge_status_transitions TO charge_service;
  GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO charge_service;
  GRANT SELECT, INSERT, UPDATE ON charges, operations, provider_attempts TO charge_service;
  GRANT SELECT, INSERT ON charge_transitions TO charge_service;`;

/** Tenants, idempotency keys, charges and their history. */
export class CreateCharges1763600000000 implements MigrationInterface {
  readonly name = 'CreateCharges1763600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const keys = [CREATE_IDEMPOTENCY_KEYS, KEYS_OF_TENANTS];
    for (const part of [TENANTS, ...keys, CHARGES, OPERATIONS, GRANTS]) await queryRunner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
