import { drop, eventOf, recordOf, the, type Tamper } from './tamper.ts';
import type { MutableWorld } from '../sample-world.ts';

const inboxOf = (world: MutableWorld, id: string) =>
  the(world.ledgerDb.inbox, (row) => row.eventId === `event-of-${id}`);

export const EVENT_TAMPERS: readonly Tamper[] = [
  [
    'an operation without an event',
    'one-event-per-operation',
    (w) => drop(w.chargeDb.outbox, (e) => e.eventId === 'event-of-o-left'),
  ],
  [
    'an operation with two events',
    'one-event-per-operation',
    (w) => w.chargeDb.outbox.push({ ...eventOf(w, 'o-sale'), eventId: 'new' }),
  ],
  [
    'an event of another type',
    'one-event-per-operation',
    (w) => (eventOf(w, 'o-hold').type = 'payments.charge.captured.v1'),
  ],
  [
    'an event of another amount',
    'one-event-per-operation',
    (w) => (eventOf(w, 'o-sale').payload = eventOf(w, 'o-sale').payload.replace('"1099"', '"1098"')),
  ],
  ['an event of no operation', 'one-event-per-operation', (w) => drop(w.chargeDb.operations, (o) => o.id === 'o-sale')],
  ['an event that nobody can read', 'one-event-per-operation', (w) => (eventOf(w, 'o-sale').payload = '{}')],
  ['versions that changed places', 'versions-in-order', (w) => w.topic.records.reverse()],
  [
    'a version that is missing',
    'versions-in-order',
    (w) => drop(w.topic.records, (r) => r.eventId === 'event-of-o-hold'),
  ],
  [
    'a version that is there twice',
    'versions-in-order',
    (w) => w.topic.records.push({ ...recordOf(w, 'o-sale'), eventId: 'new', offset: 9n }),
  ],
  ['a charge in two partitions', 'versions-in-order', (w) => (recordOf(w, 'o-refund').partition = 4)],
  [
    'a record that no event made',
    'topic-is-outbox',
    (w) => w.topic.records.push({ ...recordOf(w, 'o-sale'), eventId: 'new', offset: 9n }),
  ],
  ['a record of other bytes', 'topic-is-outbox', (w) => (recordOf(w, 'o-sale').value = Buffer.from('{}'))],
  [
    'a repeat of other bytes',
    'topic-is-outbox',
    (w) => w.topic.records.push({ ...recordOf(w, 'o-sale'), value: Buffer.from('{}'), offset: 9n }),
  ],
  ['a record without a value', 'topic-is-outbox', (w) => (recordOf(w, 'o-sale').value = null)],
  ['a record of another type', 'topic-is-outbox', (w) => (recordOf(w, 'o-sale').type = 'payments.charge.refunded.v1')],
  ['a record under another key', 'topic-is-outbox', (w) => (recordOf(w, 'o-sale').key = 'c-2')],
  ['a record about another subject', 'topic-is-outbox', (w) => (recordOf(w, 'o-sale').headers['ce_subject'] = 'c-2')],
  ['a record in another shard', 'topic-is-outbox', (w) => (recordOf(w, 'o-left').partition = 1)],
  [
    'an event that is marked and not there',
    'outbox-is-published',
    (w) => drop(w.topic.records, (r) => r.eventId === 'event-of-o-left'),
  ],
  [
    'an event that was never published',
    'outbox-is-published',
    (w) => {
      drop(w.topic.records, (r) => r.eventId === 'event-of-o-left');
      Object.assign(eventOf(w, 'o-left'), { isPublished: false, publishedOffset: null });
    },
  ],
  [
    'an event that was published and not marked',
    'outbox-is-published',
    (w) => Object.assign(eventOf(w, 'o-left'), { isPublished: false, publishedOffset: null }),
  ],
  [
    'an event that does not stand where its mark says',
    'outbox-is-published',
    (w) => (eventOf(w, 'o-left').publishedOffset = 5n),
  ],
  ['an event received from nowhere', 'inbox-is-topic', (w) => (inboxOf(w, 'o-left').offset = 70n)],
  ['an event received from where another stands', 'inbox-is-topic', (w) => (inboxOf(w, 'o-refund').offset = 0n)],
  [
    'a parked record from nowhere',
    'inbox-is-topic',
    (w) => {
      w.ledgerDb.parked.push({ partition: 1, offset: 1n, reason: 'oversized', eventId: null, chargeId: null });
      w.metrics = null;
    },
  ],
  [
    'a record that was swallowed',
    'topic-is-received',
    (w) => drop(w.ledgerDb.inbox, (row) => row.eventId === 'event-of-o-decline'),
  ],
  [
    'an offset committed before the database',
    'offsets-behind-effects',
    (w) => drop(w.ledgerDb.inbox, (row) => row.eventId === 'event-of-o-cancel'),
  ],
  ['an offset that was set back', 'group-caught-up', (w) => w.committedOffsets.set(3, 1n)],
  ['an offset that was never committed', 'group-caught-up', (w) => w.committedOffsets.delete(5)],
  ['an offset past the end', 'group-caught-up', (w) => w.committedOffsets.set(5, 3n)],
  [
    'a charge that the ledger does not know',
    'ledger-at-last-version',
    (w) => drop(w.ledgerDb.chargeVersions, (row) => row.chargeId === 'c-3'),
  ],
  [
    'a charge that is ahead of the ledger',
    'ledger-at-last-version',
    (w) => (the(w.ledgerDb.chargeVersions, (row) => row.chargeId === 'c-1').lastVersion = 1),
  ],
  [
    'a charge that only the ledger knows',
    'ledger-at-last-version',
    (w) => w.ledgerDb.chargeVersions.push({ chargeId: 'c-9', lastVersion: 1 }),
  ],
];
