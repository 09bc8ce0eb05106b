import type { Tx } from '@once/database';
import { failpoint } from '@once/failpoint';
import { receiveEventsInTx, type JudgedEvent } from '@once/inbox';
import type { ConsumedRecord } from '@once/messaging';
import type { Decoded, DecodedEvent } from '../charge-event/decoded-event.ts';
import type { ParkedRecord } from '../park-record/parked-record.ts';
import { parkRecordsInTx } from '../park-record/park-records.sql.ts';
import type { AccountBook } from '../post-charge-event/account-book.ts';
import type { Account } from '../post-charge-event/account.ts';
import { findPostedEventsInTx } from '../post-charge-event/find-posted-events.sql.ts';
import { postEntriesInTx } from '../post-charge-event/post-entries.ts';
import { entryFor } from '../charge-event/posting-rule.ts';

export interface DecodedRecord {
  readonly record: ConsumedRecord;
  readonly decoded: Decoded;
}

/** What one transaction did with a chunk. */
export interface ChunkReport {
  readonly duplicates: number;
  /** Events that made an entry. */
  readonly posted: readonly DecodedEvent[];
  /** When their entries were written, by this process's clock. */
  readonly posting: { readonly startedAtMs: number; readonly endedAtMs: number };
  /** Events that moved nothing but the version of their charge. */
  readonly advanced: number;
  readonly parked: readonly ParkedRecord[];
  /** Index of the record whose predecessor is missing; it and all behind it were left alone. */
  readonly gapAt?: number;
  readonly accounts: ReadonlyMap<string, Account>;
}

const ALARMS = {
  payload_mismatch: 'the event id is known with another payload',
  late_unknown: 'the version was applied already, under another event id',
} as const;

const parkedOfDecoding = ({ record, decoded }: DecodedRecord): ParkedRecord[] =>
  decoded.kind === 'ok'
    ? []
    : [{ record, reason: decoded.reason, errorClass: 'RejectedRecord', errorMessage: decoded.detail, attempts: 1 }];

const parkedOfJudging = (
  judged: readonly JudgedEvent<DecodedEvent>[],
  items: readonly DecodedRecord[],
): ParkedRecord[] => {
  const records = new Map(items.map(({ record }) => [record.offset, record]));
  return judged.flatMap(({ event, judgement }) => {
    const record = records.get(event.origin.offset);
    if (!record || (judgement !== 'payload_mismatch' && judgement !== 'late_unknown')) return [];
    const { chargeId, eventId } = event;
    const errorMessage = ALARMS[judgement];
    return [{ record, reason: judgement, errorClass: 'JudgedRecord', errorMessage, chargeId, eventId, attempts: 1 }];
  });
};

/**
 * Applies a chunk of one partition, all in the caller's transaction: inbox, versions, entries, postings, and what is to
 * be parked. After a gap nothing of the chunk is touched.
 */
export async function applyChunkInTx(tx: Tx, items: readonly DecodedRecord[], book: AccountBook): Promise<ChunkReport> {
  const events = items.flatMap(({ decoded }) => (decoded.kind === 'ok' ? [decoded.event] : []));
  const { judged, gap } = await receiveEventsInTx(tx, events, findPostedEventsInTx);
  failpoint('ledger-consumer.inbox-written-before-posting');
  const gapIndex = gap ? items.findIndex(({ record }) => record.offset === gap.event.origin.offset) : -1;
  const reached = gap ? items.slice(0, gapIndex) : items;
  const applied = judged.flatMap(({ event, judgement }) => (judgement === 'apply' ? [event] : []));
  const toPost = applied.flatMap((event) => entryFor(event) ?? []);
  const startedAtMs = Date.now();
  const accounts = await postEntriesInTx(tx, toPost, book);
  const posting = { startedAtMs, endedAtMs: Date.now() };
  const parked = [...reached.flatMap(parkedOfDecoding), ...parkedOfJudging(judged, reached)];
  await parkRecordsInTx(tx, parked);
  failpoint('ledger-consumer.posted-before-commit');
  const duplicates = judged.filter(({ judgement }) => judgement === 'duplicate').length;
  const posted = toPost.map(({ event }) => event);
  const advanced = applied.length - posted.length;
  return { duplicates, posted, posting, advanced, parked, accounts, ...(gap ? { gapAt: gapIndex } : {}) };
}
