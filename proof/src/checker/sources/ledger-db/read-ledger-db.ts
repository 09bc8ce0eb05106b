import { readSource } from '../../inconclusive.error.ts';
import { readOnlySnapshot } from '../read-only-snapshot.ts';
import * as ledger from './ledger-db.queries.ts';
import type { EntryRow, LedgerDb, PostingRow } from './ledger-db.ts';

export function readLedgerDb(url: string): Promise<LedgerDb> {
  return readSource('the ledger database', () =>
    readOnlySnapshot(url, async (snapshot) => {
      const entries = await snapshot.rows<ledger.EntryColumns>(ledger.ENTRIES);
      const postings = await snapshot.rows<ledger.PostingColumns>(ledger.POSTINGS);
      const inbox = await snapshot.rows<ledger.InboxColumns>(ledger.INBOX);
      const parked = await snapshot.rows<ledger.ParkedColumns>(ledger.PARKED);
      const versions = await snapshot.rows<ledger.ChargeVersionColumns>(ledger.CHARGE_VERSIONS);
      return {
        entries: toEntries(entries, postings),
        inbox: inbox.map((row) => ({
          eventId: row.event_id,
          chargeId: row.charge_id,
          version: Number(row.version),
          ...placeOf(row),
        })),
        parked: parked.map((row) => ({
          reason: row.reason,
          eventId: row.event_id,
          chargeId: row.charge_id,
          ...placeOf(row),
        })),
        chargeVersions: versions.map((row) => ({ chargeId: row.charge_id, lastVersion: Number(row.last_version) })),
      };
    }),
  );
}

const placeOf = (row: { partition: number; record_offset: string }) => ({
  partition: row.partition,
  offset: BigInt(row.record_offset),
});

const NOBODY = {
  ...{ sourceEventId: '', chargeId: '', version: 0, tenantId: '', type: '', operationId: '', occurredAtMs: 0 },
  ...{ providerAccount: null, providerEffectId: null },
};

const toEntries = (entries: readonly ledger.EntryColumns[], postings: readonly ledger.PostingColumns[]): EntryRow[] => {
  const byEntry = Map.groupBy(postings, ({ entry_id }) => entry_id);
  const known = entries.map((row) => ({
    id: row.id,
    sourceEventId: row.source_event_id,
    chargeId: row.charge_id,
    version: Number(row.charge_version),
    tenantId: row.tenant_id,
    type: row.entry_type,
    operationId: row.operation_id,
    occurredAtMs: Number(row.occurred_at_ms),
    providerAccount: row.provider_account,
    providerEffectId: row.provider_effect_id,
    postings: (byEntry.get(row.id) ?? []).map(toPosting),
  }));
  const ids = new Set(entries.map(({ id }) => id));
  const orphans = [...byEntry].filter(([id]) => !ids.has(id));
  return [...known, ...orphans.map(([id, rows]) => ({ id, ...NOBODY, postings: rows.map(toPosting) }))];
};

const toPosting = (row: ledger.PostingColumns): PostingRow => ({
  account: row.account,
  providerAccount: row.provider_account,
  tenantId: row.tenant_id,
  currency: row.currency,
  amountMinor: BigInt(row.amount_minor),
});
