import type { MigrationInterface, QueryRunner } from 'typeorm';

const GRANTS = `
  REVOKE ALL ON charge_versions, inbox, accounts, journal_entries, postings, parked_records FROM PUBLIC;
  REVOKE ALL ON FUNCTION charge_versions_only_rise(), ledger_stamp_entry(), ledger_refuse_late_posting(),
    ledger_check_entry(), ledger_refuse_change() FROM PUBLIC;

  GRANT SELECT, INSERT ON charge_versions, inbox, accounts, journal_entries, postings, parked_records
    TO ledger_service;
  -- The only thing that ever changes in place.
  GRANT UPDATE (last_version, updated_at) ON charge_versions TO ledger_service;`;

/** The least that the service needs: it may add, and move a charge's version. It may not change or remove. */
export class GrantLedgerService1795132804000 implements MigrationInterface {
  readonly name = 'GrantLedgerService1795132804000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(GRANTS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only: write a new one that corrects this one'));
  }
}
