import { statement, type Tx } from '@once/database';
import type { EntryToPost } from './posting-rule.ts';

export interface IdentifiedEntry extends EntryToPost {
  readonly entryId: string;
}

const INSERT = statement(
  'ledger-insert-journal-entries',
  `
  -- No ON CONFLICT: the inbox has judged these events as new. A second entry for one event is a broken promise and
  -- must fail the transaction (journal_entries_one_per_event), never vanish in silence.
  INSERT INTO journal_entries (id, source_event_id, charge_id, charge_version, tenant_id, entry_type, operation_id,
                               occurred_at, traceparent, payload_sha256)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::uuid[],
                       $8::timestamptz[], $9::text[], $10::bytea[])`,
);

export async function insertJournalEntriesInTx(tx: Tx, entries: readonly IdentifiedEntry[]): Promise<void> {
  await tx.query(INSERT, [
    entries.map(({ entryId }) => entryId),
    entries.map(({ event }) => event.eventId),
    entries.map(({ event }) => event.chargeId),
    entries.map(({ event }) => event.version.toString()),
    entries.map(({ event }) => event.tenantId),
    entries.map(({ entryType }) => entryType),
    entries.map(({ event }) => event.operationId),
    entries.map(({ event }) => event.occurredAt),
    entries.map(({ event }) => event.traceparent ?? null),
    entries.map(({ event }) => event.payloadSha256),
  ]);
}
