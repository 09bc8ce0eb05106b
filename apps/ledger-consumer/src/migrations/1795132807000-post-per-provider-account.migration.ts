import type { MigrationInterface, QueryRunner } from 'typeorm';

const ACCOUNTS = `
  -- First of all what a consumer's transaction touches before the other tables: whoever is past it ends undisturbed, and
  -- nobody waits for us with one of the next tables in hand.
  LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE;
  ALTER TABLE accounts
    DROP CONSTRAINT accounts_name_check,
    ADD CONSTRAINT accounts_name_check
      CHECK (name IN ('provider_clearing', 'merchant_payable', 'fees', 'suspense', 'bank')),
    -- Whose money it is at the provider: adapter:identity. NULL for the clearing of events that did not say.
    ADD COLUMN provider_account text CHECK (provider_account <> ''),
    ADD CONSTRAINT accounts_only_clearing_is_per_provider_account
      CHECK (provider_account IS NULL OR name = 'provider_clearing'),
    DROP CONSTRAINT accounts_one_per_tenant_and_currency,
    -- NULLS NOT DISTINCT, or every event without a provider account could open an account of its own.
    ADD CONSTRAINT accounts_one_per_owner_and_currency
      UNIQUE NULLS NOT DISTINCT (name, tenant_id, currency, provider_account);`;

const EFFECTS = `
  ALTER TABLE journal_entries
    ADD COLUMN provider_account text CHECK (provider_account <> ''),
    ADD COLUMN provider_effect_id text CHECK (provider_effect_id <> '');

  -- What the provider did once is posted once, whatever events tell of it. Between an entry that names its account and
  -- one that does not, nobody can tell whether they are of one effect. Two that both don't name it count as one account:
  -- services of that time knew no other.
  CREATE UNIQUE INDEX journal_entries_one_per_effect ON journal_entries (provider_account, provider_effect_id)
    NULLS NOT DISTINCT WHERE provider_effect_id IS NOT NULL;`;

const CLEARING = `
  CREATE FUNCTION ledger_check_clearing() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    account_name text;
    of_account text;
    of_entry text;
  BEGIN
    SELECT name, provider_account INTO account_name, of_account FROM public.accounts WHERE id = NEW.account_id;
    IF account_name = 'provider_clearing' THEN
      SELECT provider_account INTO of_entry FROM public.journal_entries WHERE id = NEW.entry_id;
      IF of_account IS DISTINCT FROM of_entry THEN
        RAISE EXCEPTION 'entry % is of another provider account than the clearing account that it moves', NEW.entry_id
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'postings_clear_their_provider_account';
      END IF;
    END IF;
    RETURN NEW;
  END $$;

  CREATE TRIGGER postings_clear_their_provider_account BEFORE INSERT ON postings
    FOR EACH ROW EXECUTE FUNCTION ledger_check_clearing();
  ALTER TABLE postings ENABLE ALWAYS TRIGGER postings_clear_their_provider_account;
  REVOKE ALL ON FUNCTION ledger_check_clearing() FROM PUBLIC;`;

const REASONS = `
  ALTER TABLE parked_records
    DROP CONSTRAINT parked_records_reason_check,
    ADD CONSTRAINT parked_records_reason_check CHECK (reason IN (
      'missing_value', 'oversized', 'invalid_header', 'foreign_event', 'unsupported_content_type', 'invalid_json',
      'invalid_body', 'key_mismatch', 'payload_mismatch', 'late_unknown', 'exponent_mismatch', 'effect_already_posted',
      'database_refused', 'handler_failed'));`;

/** Keeps the provider's accounts apart, and lets none of its effects be posted twice. */
export class PostPerProviderAccount1795132807000 implements MigrationInterface {
  readonly name = 'PostPerProviderAccount1795132807000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCOUNTS);
    await runner.query(EFFECTS);
    await runner.query(CLEARING);
    await runner.query(REASONS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only: write a new one that corrects this one'));
  }
}
