import { callOf, drop, effectOf, entryOf, operationOf, recordOf, type Tamper } from './tamper.ts';

export const LEDGER_TAMPERS: readonly Tamper[] = [
  ['an entry with one side', 'entries-balance', (w) => entryOf(w, 'o-sale').postings.pop()],
  ['an entry whose sides differ', 'entries-balance', (w) => (entryOf(w, 'o-sale').postings[0]!.amountMinor += 1n)],
  [
    'an entry whose sides are in two currencies',
    'entries-balance',
    (w) => (entryOf(w, 'o-sale').postings[1]!.currency = 'USD'),
  ],
  ['a posting that grew', 'currencies-balance', (w) => (entryOf(w, 'o-capture').postings[1]!.amountMinor -= 1n)],
  [
    'an entry that is gone',
    'clearing-is-the-provider',
    (w) => drop(w.ledgerDb.entries, (e) => e.operationId === 'o-left'),
  ],
  [
    'money that only the provider has',
    'clearing-is-the-provider',
    (w) => w.provider.effects.push({ ...effectOf(w, 'o-sale'), currency: 'KWD' }),
  ],
  [
    'a second entry of an operation',
    'one-entry-per-operation',
    (w) => w.ledgerDb.entries.push({ ...entryOf(w, 'o-sale'), id: 'new', sourceEventId: 'other' }),
  ],
  [
    'a second entry of an event',
    'one-entry-per-operation',
    (w) => w.ledgerDb.entries.push({ ...entryOf(w, 'o-sale'), id: 'new', operationId: 'other' }),
  ],
  ['an entry without an event', 'nothing-posted-unasked', (w) => (entryOf(w, 'o-sale').sourceEventId = 'other')],
  [
    'an entry whose operation is gone',
    'nothing-posted-unasked',
    (w) => drop(w.chargeDb.operations, (o) => o.id === 'o-sale'),
  ],
  [
    'an entry whose event names another key',
    'nothing-posted-unasked',
    (w) => (operationOf(w, 'o-sale').key = 'k-other'),
  ],
  [
    'an entry that no client asked for',
    'nothing-posted-unasked',
    (w) => drop(w.history.calls, ({ invoke }) => invoke.call === 'left'),
  ],
  [
    'an entry of a key that was only reused',
    'nothing-posted-unasked',
    (w) => (callOf(w, 'left').invoke.intent = 'reuse'),
  ],
  [
    'an entry of another amount than its event',
    'entries-are-events',
    (w) => entryOf(w, 'o-sale').postings.forEach((p) => (p.amountMinor *= 2n)),
  ],
  [
    'an entry whose month and day are exchanged',
    'entries-tell-the-time',
    (w) => (entryOf(w, 'o-sale').occurredAtMs = Date.UTC(2026, 2, 2, 4, 5, 6, 789)),
  ],
  ['an entry of another version', 'entries-are-events', (w) => (entryOf(w, 'o-refund').version = 3)],
  [
    "an entry in another tenant's books",
    'entries-are-events',
    (w) => entryOf(w, 'o-sale').postings.forEach((p) => (p.tenantId = 'id-of-globex')),
  ],
  [
    "an entry in another provider account's clearing",
    'entries-are-events',
    (w) => (entryOf(w, 'o-sale').postings[0]!.providerAccount = 'simulator:acct_2'),
  ],
  [
    'money that is cleared at another account than the one that took it',
    'clearing-is-the-provider',
    (w) => (entryOf(w, 'o-sale').postings[0]!.providerAccount = null),
  ],
  ['an entry of another effect', 'entries-are-events', (w) => (entryOf(w, 'o-sale').providerEffectId = 'effect-of-x')],
  [
    'an entry of an event that moves no money',
    'entries-are-events',
    (w) => (entryOf(w, 'o-sale').sourceEventId = 'event-of-o-hold'),
  ],
  [
    'an entry of an event that is not there',
    'entries-are-events',
    (w) => drop(w.topic.records, (r) => r.eventId === 'event-of-o-sale'),
  ],
  [
    'a money event without an entry',
    'events-are-posted',
    (w) => drop(w.ledgerDb.entries, (e) => e.operationId === 'o-capture'),
  ],
  [
    'a money event that nobody posted',
    'events-are-posted',
    (w) => w.topic.records.push({ ...recordOf(w, 'o-sale'), eventId: 'new', offset: 9n }),
  ],
];
