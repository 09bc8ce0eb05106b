import type { AttemptDecision, AttemptEvent, AttemptRecord } from '@once/charge-client';
import { describe, expect, it } from '@jest/globals';
import { attemptEntry } from '../sending/call-entries.ts';
import { AttemptStatistics } from './attempt-statistics.ts';
import { jitterShares } from './jitter-sample.ts';

const STOP: AttemptDecision = { kind: 'stop', reason: 'succeeded' };
const RETRY: AttemptDecision = {
  kind: 'retry',
  spendsBudget: true,
  delayMs: 1_010,
  retryAfterMs: 1_000,
  jitterMs: 10,
  jitterBoundMs: 40,
};
const WAIT: AttemptDecision = { ...RETRY, kind: 'wait', spendsBudget: false, jitterMs: 30 };

const eventOf = (record: Partial<AttemptRecord>, decision: AttemptDecision): AttemptEvent => ({
  operation: 'sendRaw',
  idempotencyKey: 'k',
  record: {
    attempt: 1,
    cause: 'first',
    baseUrl: 'http://127.0.0.1:1',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    delayMs: 0,
    retryAfterMs: 0,
    jitterMs: 0,
    jitterBoundMs: 0,
    ...record,
  },
  decision,
});

/** One call with these attempts. */
const note = (statistics: AttemptStatistics, events: readonly AttemptEvent[], isReplay = false): void => {
  const call = statistics.newCall();
  for (const event of events)
    call.note(attemptEntry('c', event, { isReplay, code: null, bytes: new Uint8Array() }), event);
  call.end();
};

describe('AttemptStatistics', () => {
  it('counts calls by their attempts, and attempts by their answers and causes', () => {
    const statistics = new AttemptStatistics();
    note(statistics, [eventOf({ status: 201 }, STOP)]);
    note(statistics, [eventOf({ status: 409 }, WAIT), eventOf({ attempt: 2, cause: 'wait', status: 201 }, STOP)], true);
    note(statistics, [
      eventOf({ error: 'connection_lost' }, RETRY),
      eventOf({ attempt: 2, cause: 'retry', error: 'timeout' }, RETRY),
      eventOf({ attempt: 3, cause: 'retry', status: 201 }, STOP),
    ]);
    expect(statistics.report).toMatchObject({
      callsByAttempts: { 1: 1, 2: 1, 3: 1 },
      attemptsByAnswer: { 201: 3, 409: 1, connection_lost: 1, timeout: 1 },
      attempts: 6,
      retries: 2,
      waits: 1,
      replays: 2,
    });
  });

  it('keeps the jitter of retries apart from that of waits, each beside its bound', () => {
    const statistics = new AttemptStatistics();
    note(statistics, [eventOf({ status: 503 }, RETRY), eventOf({ status: 202 }, WAIT), eventOf({ status: 201 }, STOP)]);
    const { retryPauses, waitPauses } = statistics.report;
    expect(retryPauses).toEqual({ pauses: [{ retryAfterMs: 1_000, jitterMs: 10, jitterBoundMs: 40 }], notKept: 0 });
    expect([jitterShares(retryPauses), jitterShares(waitPauses)]).toEqual([[0.25], [0.75]]);
  });

  it('finds the tenth of a second with the most retries, by when they were sent', () => {
    const statistics = new AttemptStatistics();
    for (const second of ['00.199', '00.110', '00.200', '00.100'])
      note(statistics, [eventOf({ cause: 'retry', startedAt: `2026-01-01T00:00:${second}Z`, status: 201 }, STOP)]);
    note(statistics, [eventOf({ cause: 'wait', startedAt: '2026-01-01T00:00:00.150Z', status: 201 }, STOP)]);
    const { peakRetriesPer100Ms, retriesPer100Ms } = statistics.report;
    expect(peakRetriesPer100Ms).toBe(3);
    expect(retriesPer100Ms.map(({ count }) => count)).toEqual([3, 1]);
    expect(retriesPer100Ms[0]?.fromMs).toBe(Date.parse('2026-01-01T00:00:00.100Z'));
  });
});
