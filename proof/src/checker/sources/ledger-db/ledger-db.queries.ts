export const ENTRIES = `
  SELECT id::text, source_event_id::text, charge_id::text, charge_version::text, tenant_id, entry_type,
         operation_id::text, round(extract(epoch FROM occurred_at) * 1000)::text AS occurred_at_ms,
         provider_account, provider_effect_id
  FROM journal_entries
  ORDER BY posted_at, id`;

export interface EntryColumns {
  id: string;
  source_event_id: string;
  charge_id: string;
  charge_version: string;
  tenant_id: string;
  entry_type: string;
  operation_id: string;
  occurred_at_ms: string;
  provider_account: string | null;
  provider_effect_id: string | null;
}

export const POSTINGS = `
  SELECT p.entry_id::text, a.name AS account, a.provider_account, a.tenant_id, p.currency, p.amount_minor::text
  FROM postings p
  JOIN accounts a ON a.id = p.account_id
  ORDER BY p.entry_id, p.line_no`;

export interface PostingColumns {
  entry_id: string;
  account: string;
  provider_account: string | null;
  tenant_id: string;
  currency: string;
  amount_minor: string;
}

export const INBOX = `
  SELECT event_id::text, charge_id::text, version::text, partition, record_offset::text FROM inbox`;

export interface InboxColumns {
  event_id: string;
  charge_id: string;
  version: string;
  partition: number;
  record_offset: string;
}

export const PARKED = `
  SELECT reason, event_id::text, charge_id::text, partition, record_offset::text FROM parked_records`;

export interface ParkedColumns {
  reason: string;
  event_id: string | null;
  charge_id: string | null;
  partition: number;
  record_offset: string;
}

export const CHARGE_VERSIONS = 'SELECT charge_id::text, last_version::text FROM charge_versions';

export interface ChargeVersionColumns {
  charge_id: string;
  last_version: string;
}
