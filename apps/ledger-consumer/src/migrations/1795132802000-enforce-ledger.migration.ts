import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every function has a fixed search_path, so that no schema or temporary table of a session can stand in for ours. */
const FIXED_PATH = 'LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp';

const STAMP = `
  CREATE FUNCTION ledger_stamp_entry() RETURNS trigger ${FIXED_PATH} AS $$
  BEGIN
    -- Overwrites what the caller gave: an entry can't be back-dated or claimed for another transaction.
    NEW.xact_id := pg_current_xact_id();
    NEW.posted_at := clock_timestamp();
    RETURN NEW;
  END $$;

  CREATE TRIGGER journal_entries_stamp BEFORE INSERT ON journal_entries
    FOR EACH ROW EXECUTE FUNCTION ledger_stamp_entry();
  ALTER TABLE journal_entries ENABLE ALWAYS TRIGGER journal_entries_stamp;`;

const OWN_TRANSACTION = `
  CREATE FUNCTION ledger_refuse_late_posting() RETURNS trigger ${FIXED_PATH} AS $$
  DECLARE
    entry_xact xid8;
  BEGIN
    SELECT xact_id INTO entry_xact FROM public.journal_entries WHERE id = NEW.entry_id;
    IF entry_xact IS DISTINCT FROM pg_current_xact_id() THEN
      RAISE EXCEPTION 'entry % is closed: postings come in the transaction of their entry', NEW.entry_id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'postings_in_entry_transaction';
    END IF;
    RETURN NEW;
  END $$;

  CREATE TRIGGER postings_in_entry_transaction BEFORE INSERT ON postings
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_late_posting();
  ALTER TABLE postings ENABLE ALWAYS TRIGGER postings_in_entry_transaction;`;

const BALANCE = `
  CREATE FUNCTION ledger_check_entry() RETURNS trigger ${FIXED_PATH} AS $$
  DECLARE
    checked_entry uuid;
    line_count bigint;
    is_balanced boolean;
  BEGIN
    IF TG_TABLE_NAME = 'postings' THEN checked_entry := NEW.entry_id; ELSE checked_entry := NEW.id; END IF;
    SELECT coalesce(sum(lines), 0), coalesce(bool_and(total = 0), false) INTO line_count, is_balanced
      FROM (SELECT count(*) AS lines, sum(amount_minor) AS total
              FROM public.postings WHERE entry_id = checked_entry GROUP BY currency) AS per_currency;
    IF line_count < 2 THEN
      RAISE EXCEPTION 'entry % has % posting(s), at least 2 are needed', checked_entry, line_count
        USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entries_two_postings';
    END IF;
    IF NOT is_balanced THEN
      RAISE EXCEPTION 'entry % does not balance: debits and credits differ in a currency', checked_entry
        USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entries_balance';
    END IF;
    RETURN NULL;
  END $$;

  -- At commit, when the entry is whole. On the entry, because an entry without postings fires nothing else; on the
  -- postings too, because SET CONSTRAINTS … IMMEDIATE spends the entry's check before its last posting comes.
  CREATE CONSTRAINT TRIGGER journal_entries_balance AFTER INSERT ON journal_entries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_entry();
  CREATE CONSTRAINT TRIGGER postings_balance AFTER INSERT ON postings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_entry();
  ALTER TABLE journal_entries ENABLE ALWAYS TRIGGER journal_entries_balance;
  ALTER TABLE postings ENABLE ALWAYS TRIGGER postings_balance;`;

const REFUSE_CHANGE = `
  CREATE FUNCTION ledger_refuse_change() RETURNS trigger ${FIXED_PATH} AS $$
  BEGIN
    RAISE EXCEPTION '% on % is refused: the ledger is append-only', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME, HINT = 'Post a reversing entry instead.';
  END $$;`;

/** Per statement, so that it bites even where no row matches; ALWAYS, so that replication mode does not lift it. */
const appendOnly = (table: string): string => `
  CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
  ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_append_only;`;

/** The database enforces the ledger: balanced, closed at commit, append-only, whoever writes. */
export class EnforceLedger1795132802000 implements MigrationInterface {
  readonly name = 'EnforceLedger1795132802000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STAMP);
    await runner.query(OWN_TRANSACTION);
    await runner.query(BALANCE);
    await runner.query(REFUSE_CHANGE);
    for (const table of ['accounts', 'journal_entries', 'postings']) await runner.query(appendOnly(table));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only: write a new one that corrects this one'));
  }
}
