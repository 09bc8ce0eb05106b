/**
 * The table of this library, one constant for each step that it was changed in. Whoever keeps it runs them in this order,
 * in migrations of its own: there they stand beside what refers to the table, and their names are recorded already.
 */

export const CREATE_IDEMPOTENCY_KEYS = `
  CREATE TABLE idempotency_keys (
    tenant_id           uuid NOT NULL,
    idempotency_key     text NOT NULL CHECK (idempotency_key ~ '^[\\x21-\\x7e]{1,255}$'),
    operation           text NOT NULL,
    fingerprint         bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    fingerprint_version smallint NOT NULL,
    state               text NOT NULL CHECK (state IN ('RECEIVED', 'PROCESSING', 'COMPLETED', 'FAILED')),
    -- Rises at every claim: the fencing token that each later write must present.
    epoch               bigint NOT NULL CHECK (epoch >= 1),
    claim_id            uuid NOT NULL,
    lease_until         timestamptz,
    attempt             integer NOT NULL CHECK (attempt >= 1),
    response_status     smallint CHECK (response_status BETWEEN 200 AND 499),
    response_headers    json,
    -- The bytes that were sent. Never jsonb, which reorders members and rewrites numbers.
    response_body       bytea,
    resource_id         uuid NOT NULL,
    created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    completed_at        timestamptz,
    expires_at          timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, idempotency_key),
    CONSTRAINT owned_has_lease CHECK ((state = 'PROCESSING') = (lease_until IS NOT NULL)),
    CONSTRAINT terminal_has_answer CHECK (
      (state IN ('COMPLETED', 'FAILED')) = (response_status IS NOT NULL AND completed_at IS NOT NULL))
  ) WITH (fillfactor = 70);

  CREATE INDEX idempotency_keys_expires_at ON idempotency_keys (expires_at);
  -- Abandoned work is found by its lease; terminal rows, which are nearly all, are not in this index.
  CREATE INDEX idempotency_keys_lease_until ON idempotency_keys (lease_until) WHERE state = 'PROCESSING';`;

export const ADD_UNSETTLED_KEYS = `
  -- Why a PROCESSING key has no worker: the provider left us without an answer, or a person has to decide.
  ALTER TABLE idempotency_keys
    ADD COLUMN unsettled text,
    ADD CONSTRAINT unsettled_is_processing
      CHECK (unsettled IS NULL OR (state = 'PROCESSING' AND unsettled IN ('unknown', 'needs_review'))),
    -- Nobody's lease ends, so no worker ever takes it up by itself.
    ADD CONSTRAINT review_waits_for_a_person
      CHECK (unsettled IS DISTINCT FROM 'needs_review' OR lease_until = 'infinity');

  -- Accepted work that nobody came back for. Terminal rows, which are nearly all, are not in this index.
  CREATE INDEX idempotency_keys_received ON idempotency_keys (last_seen_at) WHERE state = 'RECEIVED';`;
