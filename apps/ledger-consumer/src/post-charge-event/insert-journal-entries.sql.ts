import { constraintOf, statement, type Tx } from '@once/database';
import { RecordRefusedError } from '../park-record/record-refused.error.ts';
import type { EntryToPost } from '../charge-event/posting-rule.ts';

export interface IdentifiedEntry extends EntryToPost {
  readonly entryId: string;
}

const INSERT = statement(
  'ledger-insert-journal-entries',
  `
  -- No ON CONFLICT: the inbox has judged these events as new. A second entry for one event is a broken promise and
  -- must fail the transaction (journal_entries_one_per_event), never vanish in silence.
  INSERT INTO journal_entries (id, source_event_id, charge_id, charge_version, tenant_id, entry_type, operation_id,
                               occurred_at, traceparent, payload_hash, payload_hash_version, provider_account,
                               provider_effect_id)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::uuid[],
                       $8::timestamptz[], $9::text[], $10::bytea[], $11::smallint[], $12::text[], $13::text[])`,
);

/** The last word on whether an effect of the provider was posted; it also decides between two that post at once. */
const ONE_PER_EFFECT = 'journal_entries_one_per_effect';

const refusalOf = (error: unknown): unknown =>
  constraintOf(error) === ONE_PER_EFFECT
    ? new RecordRefusedError('effect_already_posted', 'another event has posted this effect of the provider account')
    : error;

/** @throws RecordRefusedError where an effect of the provider was posted before: once for all, or twice in here. */
export async function insertJournalEntriesInTx(tx: Tx, entries: readonly IdentifiedEntry[]): Promise<void> {
  const values = [
    entries.map(({ entryId }) => entryId),
    entries.map(({ event }) => event.eventId),
    entries.map(({ event }) => event.chargeId),
    entries.map(({ event }) => event.version.toString()),
    entries.map(({ event }) => event.tenantId),
    entries.map(({ entryType }) => entryType),
    entries.map(({ event }) => event.operationId),
    entries.map(({ event }) => event.occurredAt),
    entries.map(({ event }) => event.traceparent ?? null),
    entries.map(({ event }) => event.payloadHashes[0].sha256),
    entries.map(({ event }) => event.payloadHashes[0].version),
    entries.map(({ event }) => event.providerAccount),
    entries.map(({ event }) => event.providerEffectId),
  ];
  await tx.query(INSERT, values).catch((error: unknown) => {
    throw refusalOf(error);
  });
}
