import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMN = `
  -- In the order in which the service takes them: taken otherwise, we and a claim could wait for each other.
  LOCK TABLE idempotency_keys, charges, operations IN SHARE ROW EXCLUSIVE MODE;

  ALTER TABLE operations
    -- It certainly never reached the provider and nobody works on it: it keeps neither its place nor its reservation, and
    -- takes both again when it is claimed anew. It may end so, as abandoned or refused.
    ADD COLUMN is_given_back boolean NOT NULL DEFAULT false,
    -- Without a scan under the lock: the column was made with this statement, so no row can break them.
    ADD CONSTRAINT given_back_is_not_begun CHECK (NOT is_given_back OR state IN ('pending', 'failed')) NOT VALID,
    ADD CONSTRAINT given_back_is_a_change CHECK (NOT is_given_back OR kind <> 'charge.create') NOT VALID,
    -- The input holds the source of the money, and goes when the operation ends: nobody sends it again.
    ALTER COLUMN input DROP NOT NULL;

  -- What the provider has answered clearly, and only a person can make sense of.
  INSERT INTO operation_state_transitions (from_state, to_state) VALUES ('pending', 'needs_review')
    ON CONFLICT DO NOTHING;`;

const RESERVATIONS = `
  CREATE OR REPLACE FUNCTION assert_refund_reservation(charge uuid) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
  BEGIN
    IF EXISTS (
      SELECT FROM charges c,
        LATERAL (SELECT coalesce(sum(o.amount_minor) FILTER (WHERE o.state <> 'failed' AND NOT o.is_given_back), 0)
                          AS reserved,
                        coalesce(sum(o.amount_minor) FILTER (WHERE o.state = 'succeeded'), 0) AS refunded
                 FROM operations o WHERE o.charge_id = c.id AND o.kind = 'refund.create') AS r
      WHERE c.id = charge
        AND (c.amount_refund_reserved_minor <> r.reserved OR c.amount_refunded_minor <> r.refunded)) THEN
      RAISE EXCEPTION 'charge % does not hold what its refunds add up to', charge USING ERRCODE = '23514';
    END IF;
  END $$;

  DROP TRIGGER operations_refund_reservation ON operations;
  CREATE CONSTRAINT TRIGGER operations_refund_reservation
    AFTER INSERT OR UPDATE OF state, amount_minor, is_given_back ON operations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'refund.create')
    EXECUTE FUNCTION refund_keeps_reservation();`;

const CLAIMS = `
  -- Whoever works on an operation holds what it needs. Checked at the commit, when key and operation are both written,
  -- and only where a key leaves RECEIVED or an operation is given back: not on the way of a charge that goes well.
  CREATE FUNCTION assert_claimed_holds_its_place(tenant uuid, key text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
  BEGIN
    IF EXISTS (SELECT FROM operations o
               JOIN idempotency_keys k ON k.tenant_id = o.tenant_id AND k.idempotency_key = o.idempotency_key
               WHERE o.tenant_id = tenant AND o.idempotency_key = key
                 AND o.is_given_back AND k.state = 'PROCESSING') THEN
      RAISE EXCEPTION 'the operation of key % is worked on and does not hold its place', key USING ERRCODE = '23514';
    END IF;
  END $$;

  CREATE FUNCTION claimed_holds_its_place() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
  BEGIN
    PERFORM assert_claimed_holds_its_place(NEW.tenant_id, NEW.idempotency_key);
    RETURN NULL;
  END $$;

  CREATE CONSTRAINT TRIGGER idempotency_keys_claimed_place AFTER UPDATE OF state ON idempotency_keys
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.state = 'RECEIVED' AND NEW.state = 'PROCESSING')
    EXECUTE FUNCTION claimed_holds_its_place();
  CREATE CONSTRAINT TRIGGER operations_claimed_place AFTER INSERT OR UPDATE OF is_given_back ON operations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_given_back)
    EXECUTE FUNCTION claimed_holds_its_place();`;

/** What was released before this version kept both; it is given back here. Few rows, found by a partial index. */
const GIVE_BACK = `
  WITH held AS MATERIALIZED (
    UPDATE operations o SET is_given_back = true
    FROM idempotency_keys k
    WHERE k.state = 'RECEIVED' AND k.tenant_id = o.tenant_id AND k.idempotency_key = o.idempotency_key
      AND o.state = 'pending' AND o.kind <> 'charge.create'
    RETURNING o.charge_id, o.kind, o.amount_minor)
  UPDATE charges c SET amount_refund_reserved_minor = c.amount_refund_reserved_minor - h.reserved
  FROM (SELECT charge_id, sum(amount_minor) AS reserved FROM held WHERE kind = 'refund.create' GROUP BY charge_id) AS h
  WHERE c.id = h.charge_id;`;

/** An operation that went back to RECEIVED keeps nothing from others. */
export class ReceivedGivesUpItsPlace1763600000500 implements MigrationInterface {
  readonly name = 'ReceivedGivesUpItsPlace1763600000500';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const part of [COLUMN, RESERVATIONS, CLAIMS, GIVE_BACK]) await queryRunner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
