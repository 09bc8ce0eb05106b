import type { MigrationInterface, QueryRunner } from 'typeorm';

const ACCOUNTS = `
  CREATE TABLE accounts (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL CHECK (name IN ('provider_clearing', 'merchant_payable', 'fees', 'refunds')),
    tenant_id  text NOT NULL CHECK (tenant_id <> ''),
    currency   text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- Digits after the decimal point of the minor unit: what one unit of this account's amounts is worth.
    exponent   smallint NOT NULL CHECK (exponent BETWEEN 0 AND 4),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT accounts_one_per_tenant_and_currency UNIQUE (name, tenant_id, currency),
    -- Target of the composite foreign key by which a posting's currency is its account's currency.
    CONSTRAINT accounts_id_currency UNIQUE (id, currency)
  );`;

const JOURNAL_ENTRIES = `
  CREATE TABLE journal_entries (
    id              uuid PRIMARY KEY,
    -- Unique for ever, whatever becomes of the inbox: the last word on whether an event was posted.
    source_event_id uuid NOT NULL CONSTRAINT journal_entries_one_per_event UNIQUE,
    charge_id       uuid NOT NULL,
    charge_version  bigint NOT NULL CHECK (charge_version >= 1),
    tenant_id       text NOT NULL CHECK (tenant_id <> ''),
    entry_type      text NOT NULL CHECK (entry_type IN ('captured', 'refunded')),
    operation_id    uuid NOT NULL,
    occurred_at     timestamptz NOT NULL,
    -- Of the request that caused the event, as it came with the record: the way from a posting back to its request.
    traceparent     text CHECK (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'),
    trace_id        text GENERATED ALWAYS AS (substr(traceparent, 4, 32)) STORED,
    -- The transaction that posted the entry. Set by trigger; only this transaction may add postings to it.
    xact_id         xid8 NOT NULL,
    posted_at       timestamptz NOT NULL,
    CONSTRAINT journal_entries_one_per_charge_version UNIQUE (charge_id, charge_version)
  );`;

const POSTINGS = `
  CREATE TABLE postings (
    entry_id     uuid NOT NULL REFERENCES journal_entries (id),
    line_no      smallint NOT NULL CHECK (line_no >= 1),
    account_id   uuid NOT NULL,
    -- Minor units of the currency; debit positive, credit negative.
    amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
    currency     text NOT NULL,
    PRIMARY KEY (entry_id, line_no),
    CONSTRAINT postings_currency_of_account FOREIGN KEY (account_id, currency) REFERENCES accounts (id, currency)
  );`;

/** Accounts, entries and their postings. What must always hold between them is in the next migration. */
export class CreateLedger1795132801000 implements MigrationInterface {
  readonly name = 'CreateLedger1795132801000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCOUNTS);
    await runner.query(JOURNAL_ENTRIES);
    await runner.query(POSTINGS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only: write a new one that corrects this one'));
  }
}
