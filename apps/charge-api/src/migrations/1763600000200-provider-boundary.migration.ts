import { ADD_UNSETTLED_KEYS } from '@once/idempotency';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const CHARGES = `
  ALTER TABLE charges ADD COLUMN authorization_expires_at timestamptz;
  UPDATE charges SET authorization_expires_at = created_at + interval '7 days' WHERE status = 'authorized';

  ALTER TABLE charges
    ADD CONSTRAINT captured_status_has_money CHECK (
      (status IN ('captured', 'partially_refunded', 'refunded')) = (amount_captured_minor > 0)),
    ADD CONSTRAINT refunded_status_gave_all_back CHECK (
      (status = 'refunded') = (amount_captured_minor > 0 AND amount_refunded_minor = amount_captured_minor)),
    ADD CONSTRAINT partially_refunded_status_gave_some_back CHECK (
      (status = 'partially_refunded') = (amount_refunded_minor > 0 AND amount_refunded_minor < amount_captured_minor)),
    -- What the provider did can be named to it: without its id nothing could be captured, canceled or refunded.
    ADD CONSTRAINT provider_named_the_payment CHECK (
      status IN ('pending', 'unknown', 'needs_review', 'failed') OR provider_payment_id IS NOT NULL),
    ADD CONSTRAINT authorization_has_end CHECK (status <> 'authorized' OR authorization_expires_at IS NOT NULL);

  CREATE INDEX charges_authorizations ON charges (authorization_expires_at) WHERE status = 'authorized';`;

const OPERATIONS = `
  ALTER TABLE operations
    ADD COLUMN unknown_since timestamptz,
    -- It ended otherwise, or elsewhere, than the provider had told unasked before.
    ADD COLUMN is_contradicted boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT unsettled_has_beginning
      CHECK (state NOT IN ('unknown', 'needs_review') OR unknown_since IS NOT NULL);

  -- One capture, cancel or expiry of a charge at a time, and one that succeeds, ever. The row lock of the charge
  -- decides first; these hold when somebody forgets it.
  CREATE UNIQUE INDEX operations_one_open_change ON operations (charge_id)
    WHERE kind IN ('charge.capture', 'charge.cancel', 'charge.expire')
      AND state IN ('pending', 'unknown', 'needs_review');
  CREATE UNIQUE INDEX operations_one_change_succeeds ON operations (charge_id)
    WHERE kind IN ('charge.capture', 'charge.cancel', 'charge.expire') AND state = 'succeeded';
  CREATE INDEX operations_unsettled ON operations (state, unknown_since) WHERE state IN ('unknown', 'needs_review');
  -- Read at each scrape, and there are hardly any.
  CREATE INDEX operations_contradicted ON operations (id) WHERE is_contradicted;

  CREATE TABLE operation_state_transitions (
    from_state text NOT NULL,
    to_state   text NOT NULL,
    PRIMARY KEY (from_state, to_state)
  );

  INSERT INTO operation_state_transitions (from_state, to_state) VALUES
    ('pending', 'unknown'), ('pending', 'succeeded'), ('pending', 'failed'),
    ('unknown', 'succeeded'), ('unknown', 'failed'), ('unknown', 'needs_review'),
    ('needs_review', 'succeeded'), ('needs_review', 'failed');

  CREATE FUNCTION refuse_unlisted_state_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM operation_state_transitions t
                   WHERE t.from_state = OLD.state AND t.to_state = NEW.state) THEN
      RAISE EXCEPTION 'operation % may not go from % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END $$;

  CREATE TRIGGER operations_state_change BEFORE UPDATE OF state ON operations
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unlisted_state_change();`;

const REFUND_RESERVATIONS = `
  -- What a charge has set aside is the sum of its refunds that took place or still may. Checked at the commit, when
  -- both sides are written; every writer of either side holds the charge's row lock.
  CREATE FUNCTION assert_refund_reservation(charge uuid) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
  BEGIN
    IF EXISTS (
      SELECT FROM charges c,
        LATERAL (SELECT coalesce(sum(o.amount_minor) FILTER (WHERE o.state <> 'failed'), 0) AS reserved,
                        coalesce(sum(o.amount_minor) FILTER (WHERE o.state = 'succeeded'), 0) AS refunded
                 FROM operations o WHERE o.charge_id = c.id AND o.kind = 'refund.create') AS r
      WHERE c.id = charge
        AND (c.amount_refund_reserved_minor <> r.reserved OR c.amount_refunded_minor <> r.refunded)) THEN
      RAISE EXCEPTION 'charge % does not hold what its refunds add up to', charge USING ERRCODE = '23514';
    END IF;
  END $$;

  CREATE FUNCTION refund_keeps_reservation() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
  BEGIN
    PERFORM assert_refund_reservation(NEW.charge_id);
    RETURN NULL;
  END $$;

  CREATE FUNCTION charge_keeps_reservation() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
  BEGIN
    PERFORM assert_refund_reservation(NEW.id);
    RETURN NULL;
  END $$;

  CREATE CONSTRAINT TRIGGER operations_refund_reservation AFTER INSERT OR UPDATE OF state, amount_minor ON operations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'refund.create')
    EXECUTE FUNCTION refund_keeps_reservation();
  CREATE CONSTRAINT TRIGGER charges_refund_reservation
    AFTER UPDATE OF amount_refund_reserved_minor, amount_refunded_minor ON charges
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.amount_refund_reserved_minor <> NEW.amount_refund_reserved_minor
          OR OLD.amount_refunded_minor <> NEW.amount_refunded_minor)
    EXECUTE FUNCTION charge_keeps_reservation();`;

const EVIDENCE = `
  -- True when the provider's word came after the operation had ended otherwise or elsewhere: kept, moves nothing.
  -- On an attempt whose outcome was not known it is that too; where another worker had found one, both stand here.
  ALTER TABLE provider_attempts
    ADD COLUMN is_late boolean NOT NULL DEFAULT false,
    ADD COLUMN late_outcome text CHECK (late_outcome IN ('succeeded', 'declined')),
    ADD COLUMN late_payment_id text;
  -- Read at each scrape, and there are hardly any.
  CREATE INDEX provider_attempts_late ON provider_attempts (operation_id) WHERE is_late;

  CREATE FUNCTION refuse_attempt_rewrite() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  BEGIN
    RAISE EXCEPTION 'attempt % of operation % has its outcome: %', OLD.attempt, OLD.operation_id, OLD.outcome
      USING ERRCODE = '23514';
  END $$;

  -- An attempt learns its outcome once; only "unknown" may still turn out to be something.
  CREATE TRIGGER provider_attempts_outcome BEFORE UPDATE OF outcome, provider_key ON provider_attempts FOR EACH ROW
    WHEN (OLD.provider_key <> NEW.provider_key
          OR (OLD.outcome <> NEW.outcome AND OLD.outcome <> 'open'
              AND NOT (OLD.outcome = 'unknown' AND NEW.outcome IN ('succeeded', 'declined'))))
    EXECUTE FUNCTION refuse_attempt_rewrite();

  -- What the provider told unasked. A hint while the operation is open, evidence for ever.
  CREATE TABLE provider_notices (
    notice_id           text PRIMARY KEY CHECK (octet_length(notice_id) BETWEEN 1 AND 255),
    provider            text NOT NULL,
    provider_key        text NOT NULL,
    operation_id        uuid NOT NULL REFERENCES operations (id),
    outcome             text NOT NULL CHECK (outcome IN ('succeeded', 'declined')),
    provider_payment_id text,
    decline_code        text,
    -- It contradicts how the operation had ended when it came.
    is_contradiction    boolean NOT NULL,
    occurred_at         timestamptz NOT NULL,
    received_at         timestamptz NOT NULL DEFAULT clock_timestamp()
  );

  CREATE INDEX provider_notices_operation_id ON provider_notices (operation_id);
  CREATE INDEX provider_notices_contradictions ON provider_notices (operation_id) WHERE is_contradiction;

  CREATE TABLE operator_actions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operator     text NOT NULL CHECK (operator ~ '^[a-z0-9][a-z0-9._@-]{0,62}$'),
    channel      text NOT NULL CHECK (channel IN ('cli', 'http')),
    action       text NOT NULL CHECK (action IN ('resolve_needs_review')),
    operation_id uuid NOT NULL REFERENCES operations (id),
    charge_id    uuid NOT NULL REFERENCES charges (id),
    outcome      text NOT NULL CHECK (outcome IN ('succeeded', 'failed')),
    reason       text NOT NULL CHECK (char_length(reason) BETWEEN 10 AND 500),
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp()
  );

  -- An operation is decided once; the key row's lock orders two operators, this holds when somebody forgets it.
  CREATE UNIQUE INDEX operator_actions_one_resolution ON operator_actions (operation_id)
    WHERE action = 'resolve_needs_review';

  CREATE TRIGGER provider_notices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_notices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
  CREATE TRIGGER operator_actions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON operator_actions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();`;

const GRANTS = `
  GRANT SELECT ON operation_state_transitions TO charge_service;
  GRANT SELECT, INSERT ON provider_notices, operator_actions TO charge_service;`;

/** Unknown outcomes, the whole life cycle of a charge, and the evidence of the provider and of operators. */
export class ProviderBoundary1763600000200 implements MigrationInterface {
  readonly name = 'ProviderBoundary1763600000200';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const part of [ADD_UNSETTLED_KEYS, CHARGES, OPERATIONS, REFUND_RESERVATIONS, EVIDENCE, GRANTS]) {
      await queryRunner.query(part);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
