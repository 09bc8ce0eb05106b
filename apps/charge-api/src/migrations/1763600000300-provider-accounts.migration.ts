import type { MigrationInterface, QueryRunner } from 'typeorm';

const ACCOUNTS = `
  -- Whose money it is, as adapter:identity. NULL on what was begun before accounts were kept, or by an older version
  -- that runs beside this one: a setting says whose that is, or nothing is sent for it.
  ALTER TABLE charges ADD COLUMN provider_account text;
  ALTER TABLE operations
    ADD COLUMN provider_account text,
    -- Names the one movement at the provider.
    ADD COLUMN provider_effect_id text;
  ALTER TABLE provider_attempts ADD COLUMN provider_account text;

  -- One payment belongs to one charge, whichever tenant's: its refunds would go to a stranger's card.
  ALTER TABLE charges
    ADD CONSTRAINT charges_one_per_provider_payment UNIQUE (provider, provider_account, provider_payment_id);

  CREATE FUNCTION refuse_account_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  BEGIN
    RAISE EXCEPTION '% has its provider account for good: %', TG_TABLE_NAME, OLD.provider_account
      USING ERRCODE = '23514';
  END $$;

  -- Fixed by the claim. Runs only where a statement names the column, which none of ours does.
  CREATE TRIGGER charges_account BEFORE UPDATE OF provider_account ON charges FOR EACH ROW
    WHEN (OLD.provider_account IS DISTINCT FROM NEW.provider_account) EXECUTE FUNCTION refuse_account_change();
  CREATE TRIGGER operations_account BEFORE UPDATE OF provider_account ON operations FOR EACH ROW
    WHEN (OLD.provider_account IS DISTINCT FROM NEW.provider_account) EXECUTE FUNCTION refuse_account_change();
  CREATE TRIGGER provider_attempts_account BEFORE UPDATE OF provider_account ON provider_attempts FOR EACH ROW
    WHEN (OLD.provider_account IS DISTINCT FROM NEW.provider_account) EXECUTE FUNCTION refuse_account_change();`;

const ROUTES = `
  -- To which account new keys went, from when: a row for each change, never one for each charge.
  CREATE TABLE provider_routes (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_account text NOT NULL,
    since            timestamptz NOT NULL DEFAULT clock_timestamp()
  );

  CREATE TRIGGER provider_routes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_routes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();`;

const GRANTS = `
  GRANT SELECT, INSERT ON provider_routes TO charge_service;`;

/** To which account of the provider each charge, operation and attempt belongs. */
export class ProviderAccounts1763600000300 implements MigrationInterface {
  readonly name = 'ProviderAccounts1763600000300';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const part of [ACCOUNTS, ROUTES, GRANTS]) await queryRunner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
