import type { JudgedResult } from '../src/model/finding.ts';
import type { RunRecord } from '../src/model/run-record.ts';
import type { RunSample } from '../src/model/run-sample.ts';
import type { WorkloadRecord } from '../src/model/workload-record.ts';
import { SeededRandom } from '../src/plan/seeded-random.ts';

const END_MS = 592_000;
const OPERATIONS = 1_000;
/** While the clients send; the rest is crash points, the drain and the checks. */
const SENT_BY_MS = 420_000;
const DOWN = [
  { fromMs: 118_000, toMs: 149_000 },
  { fromMs: 260_000, toMs: 268_000 },
];

const isDown = (atMs: number): boolean => DOWN.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);

/** One sample a second, with a broker that goes away and a relay that catches up. */
function samplesOf(random: SeededRandom): RunSample[] {
  let effects = 0;
  let waitingS = 0;
  return Array.from({ length: END_MS / 1_000 }, (_, second) => {
    const atMs = second * 1_000;
    const done = Math.round(OPERATIONS * Math.min(1, atMs / SENT_BY_MS));
    if (!isDown(atMs)) effects = Math.min(done, effects + random.between(3, 12));
    waitingS = isDown(atMs) ? waitingS + 1 : 0;
    const pending = done - effects;
    return {
      atMs,
      operationsAcknowledged: Math.max(0, done - random.between(0, 6)),
      operationsDone: done,
      ledgerEffects: effects,
      outboxPending: pending,
      outboxLagS: waitingS > 0 ? waitingS : pending > 0 ? random.next() * 0.4 : 0,
      consumerLagRecords: isDown(atMs) ? null : Math.max(0, Math.round(pending * 1.4)),
      keysReceived: random.between(0, 2),
      keysProcessing: atMs < SENT_BY_MS ? random.between(2, 16) : 0,
      keysCompleted: done + 120,
      keysFailed: Math.round(done / 20),
      unsettled: atMs < SENT_BY_MS ? random.between(0, 5) : 0,
      inFlight: atMs < SENT_BY_MS ? random.between(8, 16) : 0,
      duplicates: {
        'stored answer replayed': Math.round(done * 0.62),
        'key in use (409)': Math.round(done * 0.2),
        'key reused (422)': Math.round(done * 0.05),
        'provider key': Math.round(done * 0.09),
        inbox: Math.round(effects * 0.31),
      },
    };
  });
}

function workloadOf(random: SeededRandom): WorkloadRecord {
  const shares = Array.from({ length: 20 }, () => 0);
  for (let draw = 0; draw < 1_463; draw += 1) {
    const bin = random.between(0, 19);
    shares[bin] = (shares[bin] ?? 0) + 1;
  }
  const per100Ms = Array.from({ length: 900 }, () => ({
    fromMs: Math.floor((random.next() * SENT_BY_MS) / 100) * 100,
    count: random.between(1, random.chance(0.05) ? 17 : 4),
  }));
  return {
    operationsByAction: { charge: 520, authorize: 190, capture: 180, cancel: 40, refund: 300 },
    callsByIntent: { operation: 1_230, duplicate: 412, reuse: 60, decline: 80, abandoned: 55 },
    endsByIntent: {
      operation: { ok: 1_222, refused: 8, unknown: 0, abandoned: 0 },
      duplicate: { ok: 405, refused: 7, unknown: 0, abandoned: 0 },
      reuse: { ok: 0, refused: 60, unknown: 0, abandoned: 0 },
      decline: { ok: 0, refused: 80, unknown: 0, abandoned: 0 },
      abandoned: { ok: 0, refused: 0, unknown: 0, abandoned: 55 },
    },
    attemptsByAnswer: {
      200: 610,
      201: 1_490,
      202: 88,
      402: 80,
      409: 231,
      422: 60,
      503: 190,
      connection_lost: 402,
      timeout: 311,
    },
    callsByAttempts: { 1: 1_190, 2: 402, 3: 160, 4: 55, 5: 21, 6: 9 },
    replays: 640,
    retry: {
      retries: 1_463,
      shares,
      jitterTest: { n: 1_463, distance: 0.0213, criticalDistance: 0.0704, pValue: 0.52, alpha: 1e-6, isUniform: true },
      delays: [200, 400, 800, 1_600, 3_200, 5_000].map((boundMs, index) => ({
        ...{ boundMs, count: Math.round(900 / 2 ** index), minMs: boundMs * 0.004 * (index + 1) },
        ...{ medianMs: boundMs * (0.5 + 0.02 * (index % 3)), maxMs: boundMs * (0.998 - 0.01 * index) },
      })),
      per100Ms,
      peakPer100Ms: Math.max(...per100Ms.map(({ count }) => count)),
      peakLimit: 40,
      herd: { label: 'herd-1', clients: 200, jitterWindowMs: 4_000, stallMs: 31, otherRetries: 16, limit: 40 },
    },
  };
}

const held = (invariant: string, law: string, examined: number): JudgedResult => ({
  ...{ invariant, law, examined, checkedAt: 'drained', findings: [], verdict: 'held' },
});

/** A run as it may be, for tests and for looking at the report: the numbers are made up. */
export function sampleRun(changes: Partial<RunRecord> = {}): RunRecord {
  const random = new SeededRandom('sample run');
  return {
    format: 1,
    seed: '42',
    operations: OPERATIONS,
    faultsRequested: ['all'],
    backlogRequested: 18_000,
    schedule: [{ lane: 'processes', name: 'broker-down', orders: { extra: 18_000, waiting: 18_041 } }],
    environment: {
      commit: '1a2b3c4',
      isDirty: false,
      versions: { node: 'v24.21.0', postgres: '17.10', kafka: '4.3.1' },
      ...{ platform: 'linux x64', cpuModel: 'Example CPU 2.4 GHz', cpuCount: 2, memoryMb: 7_936 },
    },
    startedAt: '2026-01-02T03:04:05.000Z',
    endedAt: '2026-01-02T03:13:57.000Z',
    phases: [
      { name: 'start the stack', startedAtMs: 0, endedAtMs: 8_400, detail: '', hasFailed: false },
      {
        name: 'operations under faults',
        startedAtMs: 8_400,
        endedAtMs: 420_000,
        detail: '1837/1837 calls',
        hasFailed: false,
      },
      { name: 'crash points', startedAtMs: 420_000, endedAtMs: 560_000, detail: '14/14 labels', hasFailed: false },
      { name: 'drain', startedAtMs: 560_000, endedAtMs: 566_000, detail: 'outbox 0, lag 0', hasFailed: false },
      { name: 'check', startedAtMs: 566_000, endedAtMs: END_MS, detail: '31 invariants', hasFailed: false },
    ],
    workload: workloadOf(random),
    faults: [
      { name: 'lost responses', injected: 214, bites: 188, windows: [{ fromMs: 10_000, toMs: 90_000 }] },
      { name: 'broker down', injected: 2, bites: 2, windows: DOWN },
      {
        ...{ name: 'relay killed before mark', injected: 4, bites: 3 },
        windows: [170_000, 176_000, 181_000, 230_000].map((fromMs) => ({ fromMs, toMs: fromMs + 900 })),
      },
      { name: 'postgres restart', injected: 2, bites: 2, windows: [{ fromMs: 300_000, toMs: 306_000 }] },
      { name: 'paused beyond the lease', injected: 3, bites: 3, windows: [{ fromMs: 340_000, toMs: 352_000 }] },
    ],
    crashPoints: [
      {
        label: 'charge-api.after-claim-commit',
        hits: 41,
        kills: 2,
        recoveredMs: 9_120,
        further: [{ mode: 'hang', isTaken: true, recoveredMs: 9_800 }],
      },
      { label: 'relay.after-ack-before-mark', hits: 17, kills: 2, recoveredMs: 3_870, further: [] },
      { label: 'ledger-consumer.after-commit-before-offset', hits: 22, kills: 2, recoveredMs: 11_400, further: [] },
    ],
    backlog: { operations: 18_000, events: 18_041, builtInMs: 48_000, publishedInMs: 17_300, receivedInMs: 21_800 },
    samples: samplesOf(random),
    suppressed: [
      { layer: 'stored answer replayed', count: 620, how: 'same key and body: the stored bytes, nothing runs' },
      { layer: 'key in use (409)', count: 200, how: 'same key while the first was still running' },
      { layer: 'key reused (422)', count: 50, how: 'same key with another body: refused' },
      { layer: 'provider key', count: 90, how: 'resent to the provider under the same provider key' },
      { layer: 'inbox', count: 310, how: 'event delivered again: known id, dropped' },
    ],
    metrics: [
      {
        name: 'ledger_effects_applied',
        fromMetrics: 1_000,
        fromTruth: { atLeast: 1_000, atMost: 1_000 },
        rule: 'equal',
        ok: true,
      },
      { name: 'outbox_pending', fromMetrics: 0, fromTruth: { atLeast: 0, atMost: 0 }, rule: 'equal', ok: true },
      {
        name: 'idempotency_resolutions_total{outcome="replayed"}',
        fromMetrics: 611,
        fromTruth: { atLeast: 0, atMost: 640 },
        rule: 'never_more',
        ok: true,
      },
      {
        name: 'inbox_duplicates_total',
        fromMetrics: 290,
        fromTruth: { atLeast: 0, atMost: null },
        rule: 'never_more',
        ok: true,
      },
    ],
    looks: 41,
    invariants: [
      held('acknowledged-posted-once', 'Every acknowledged charge is posted exactly once.', 1_000),
      held('nothing-posted-unasked', 'Every entry of the ledger comes from a request that was sent.', 1_000),
      held('currencies-balance', 'The postings of each currency add up to zero.', 3),
      held('offsets-behind-effects', 'No committed offset passes a record that was not processed.', 1_346),
      { ...held('parked-in-order', 'What is parked is redriven in order.', 0), verdict: 'no_case' },
    ],
    controls: [
      {
        ...{ name: 'no-ledger-dedup', removed: 'inbox, unique source event, version check', caught: true },
        ...{ expectedInvariant: 'acknowledged-posted-once', detail: '44 operations were posted twice' },
        reddened: ['acknowledged-posted-once', 'entries-are-events'],
      },
      {
        ...{ name: 'mark-before-ack', removed: 'the order of publish and mark', caught: true },
        ...{ expectedInvariant: 'topic-is-outbox', detail: '9 events never reached the topic' },
        reddened: ['topic-is-outbox'],
      },
    ],
    transcripts: [
      {
        title: 'Two requests, one key',
        text: '03:05:01.120  A  POST /v1/charges  Idempotency-Key: k-17\n03:05:01.120  B  POST /v1/charges  Idempotency-Key: k-17\n03:05:01.131  B  409 idempotency_key_in_use  Retry-After: 1\n03:05:01.190  A  201 ch_01  captured 10.99 EUR',
      },
    ],
    verdict: 'pass',
    reasons: [],
    ...changes,
  };
}
