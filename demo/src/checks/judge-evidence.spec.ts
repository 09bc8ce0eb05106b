import { describe, expect, it } from '@jest/globals';
import { sampleEvidence } from '../../test/sample-evidence.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { judgeEvidence } from './judge-evidence.ts';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Tamper = (evidence: Mutable<Evidence>) => void;

const tampered = (tamper: Tamper): Evidence => {
  const evidence = structuredClone(sampleEvidence()) as Mutable<Evidence>;
  tamper(evidence);
  return evidence;
};

const brokenBy = (tamper: Tamper): string[] =>
  judgeEvidence(tampered(tamper))
    .results.filter(({ ok }) => !ok)
    .map(({ name }) => name);

/** What is done to the evidence, and a check that has to notice. */
const TAMPERS: [what: string, check: string, tamper: Tamper][] = [
  ['an entry that is gone', 'operations = effects = events = entries', (e) => e.ledgerDb.entries.pop()],
  ['a metric that is absent', 'operations = effects = events = entries', (e) => (e.metrics.effectsApplied = undefined)],
  ['a second effect', 'each operation moved its amount once', (e) => e.provider.effects.push(e.provider.effects[0]!)],
  ['another amount', 'each operation moved its amount once', (e) => (e.provider.effects[1]!.amountMinor = 401n)],
  [
    'an effect under a foreign key',
    'money moved without an operation',
    (e) => (e.provider.effects[0]!.providerKey = 'x'),
  ],
  [
    'an effect of a failed operation',
    'money moved without an operation',
    (e) => (e.chargeDb.operations[0]!.state = 'failed'),
  ],
  [
    'a second request',
    'lost response: provider asked / moved / posted',
    (e) => (e.provider.effects[2]!.requestsSeen = 2),
  ],
  ['no lost response', 'lost response: provider asked / moved / posted', (e) => (e.lostResponseChargeId = null)],
  ['an event that is missing', 'each operation has one event of its amount', (e) => e.chargeDb.outbox.pop()],
  [
    'an event of another currency',
    'each operation has one event of its amount',
    (e) => (e.chargeDb.outbox[0]!.currency = 'USD'),
  ],
  ['a record that is missing', 'the topic holds the outbox, byte for byte', (e) => e.topic.pop()],
  ['other bytes', 'the topic holds the outbox, byte for byte', (e) => (e.topic[0]!.payload += ' ')],
  [
    'a foreign record',
    'the topic holds the outbox, byte for byte',
    (e) => e.topic.push({ ...e.topic[0]!, eventId: 'x' }),
  ],
  ['versions out of order', "a charge's events first came in order 1..n", (e) => e.topic.reverse()],
  ['a version that is missing', "a charge's events first came in order 1..n", (e) => e.topic.shift()],
  ['a parked record', 'events unpublished, not received, or parked', (e) => (e.ledgerDb.parkedRecords = 1)],
  [
    'an unpublished event',
    'events unpublished, not received, or parked',
    (e) => (e.chargeDb.outbox[0]!.isPublished = false),
  ],
  ['an event not received', 'events unpublished, not received, or parked', (e) => e.ledgerDb.inboxEventIds.pop()],
  ['a repeat that nobody dropped', 'records published again = duplicates dropped', (e) => e.topic.push(e.topic[0]!)],
  [
    'two entries for one event',
    'each event has one entry of its amount',
    (e) => e.ledgerDb.entries.push(e.ledgerDb.entries[0]!),
  ],
  [
    'an entry without an event',
    'each event has one entry of its amount',
    (e) => (e.ledgerDb.entries[0]!.sourceEventId = 'x'),
  ],
  [
    'a refund posted as a capture',
    'each effect has one entry of its amount',
    (e) => e.ledgerDb.entries[1]!.postings.forEach((p) => (p.amountMinor *= -1n)),
  ],
  ['an entry with one side', 'each entry has two sides that add up to 0', (e) => e.ledgerDb.entries[0]!.postings.pop()],
  [
    'a side in another currency',
    'each entry has two sides that add up to 0',
    (e) => (e.ledgerDb.entries[0]!.postings[1]!.currency = 'USD'),
  ],
  [
    'a posting that grew',
    'debits = credits in every currency',
    (e) => (e.ledgerDb.entries[0]!.postings[0]!.amountMinor += 1n),
  ],
  [
    'another sum at the provider',
    'provider_clearing = captured - refunded',
    (e) => (e.provider.heldMinor['EUR'] = 4898n),
  ],
  [
    'a currency only the provider has',
    'provider_clearing = captured - refunded',
    (e) => (e.provider.heldMinor['JPY'] = 1n),
  ],
  ['a key in work', 'keys still PROCESSING, operations open', (e) => (e.chargeDb.keys[0]!.state = 'PROCESSING')],
  [
    'an unknown outcome',
    'keys still PROCESSING, operations open',
    (e) => (e.chargeDb.operations[0]!.state = 'unknown'),
  ],
  [
    'two operations of one key',
    'each key of a tenant names one operation',
    (e) => (e.chargeDb.operations[1]!.idempotencyKey = 'key-1'),
  ],
  [
    'a request given up on',
    'each request was answered in the end',
    (e) => (e.clientLog[0] = { ...e.clientLog[0]!, kind: 'unanswered', reason: 'x' }),
  ],
  ['a 202 at the end', 'each request was answered in the end', (e) => Object.assign(e.clientLog[0]!, { status: 202 })],
  [
    'a 2xx of nothing',
    'each 2xx that a client saw is an operation',
    (e) => Object.assign(e.clientLog[0]!, { bodyText: '{"id":"x"}' }),
  ],
  [
    'a replay of other bytes',
    'each replay was the stored answer, bytewise',
    (e) => Object.assign(e.clientLog[2]!, { bodyText: '{"id": "charge-2"}' }),
  ],
];

describe('judgeEvidence', () => {
  it('finds nothing where nothing is amiss', () => {
    expect(judgeEvidence(sampleEvidence())).toMatchObject({ ok: true });
    expect(brokenBy(() => undefined)).toEqual([]);
  });

  it.each(TAMPERS)('notices %s: %s', (_what, check, tamper) => {
    expect(brokenBy(tamper)).toContain(check);
    expect(judgeEvidence(tampered(tamper)).ok).toBe(false);
  });

  it('has no check that no tampering breaks', () => {
    const names = judgeEvidence(sampleEvidence()).results.map(({ name }) => name);
    expect(new Set(TAMPERS.map(([, check]) => check))).toEqual(new Set(names));
  });

  it('passes a repeat on the topic that the inbox dropped, and says so', () => {
    const evidence = tampered((e) => {
      e.topic.push({ ...e.topic[0]!, offset: 9n });
      e.metrics.inboxDuplicates = 1;
    });
    const { ok, results } = judgeEvidence(evidence);
    expect(ok).toBe(true);
    expect(results.filter(({ notice }) => notice !== undefined)).toMatchObject([
      { name: 'records published again = duplicates dropped', notice: '1 on the topic more than once, and dropped' },
    ]);
  });

  it('passes a record that was delivered again after a rebalance, and says so', () => {
    const { ok, results } = judgeEvidence(tampered((e) => (e.metrics.inboxDuplicates = 2)));
    expect(ok).toBe(true);
    expect(results.map(({ notice }) => notice)).toContain('2 records were delivered again, and dropped');
  });
});
