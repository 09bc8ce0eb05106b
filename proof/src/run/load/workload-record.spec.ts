import { describe, expect, it } from '@jest/globals';
import type { WorkloadReport } from '../../clients/workload-report.ts';
import { workloadRecord } from './workload-record.ts';

const HERD = { label: 'herd-1', clients: 120, jitterWindowMs: 8_000, stallMs: 0, otherRetries: 26, limit: 40 };
const pause = (jitterMs: number, jitterBoundMs: number) => ({ retryAfterMs: 1_000, jitterMs, jitterBoundMs });

describe('workloadRecord', () => {
  const reportOf = (pauses: number): WorkloadReport => {
    const none = { ok: 0, refused: 0, unknown: 0, abandoned: 0 };
    return {
      ...{ label: 'main', callsEnded: 5, callsUnderWay: 0, callsInDoubt: 0, stepsGivenUp: 0 },
      planned: {
        ...{
          chargeable: 3,
          sales: 2,
          authorizations: 0,
          captures: 0,
          cancels: 0,
          refunds: 1,
          declines: 0,
          abandoned: 0,
        },
        ...{ duplicates: 0, twins: 0, reuses: 0, namesakes: 0, calls: 5 },
      },
      ends: { operation: { ...none, ok: 3, unknown: 1 }, duplicate: none, reuse: none, decline: none, abandoned: none },
      chargeable: { acknowledged: 3, refused: 0, inDoubt: 0, notSent: 0 },
      attempts: {
        ...{ callsByAttempts: { 1: 5 }, attemptsByAnswer: { 201: 5 }, attempts: 5, retries: 2, waits: 0, replays: 1 },
        retryPauses: { pauses: Array.from({ length: pauses }, (_, index) => pause(index, pauses)), notKept: 0 },
        waitPauses: { pauses: [], notKept: 0 },
        retriesPer100Ms: [{ fromMs: 10_500, count: 2 }],
        peakRetriesPer100Ms: 2,
      },
    };
  };

  it('counts calls by intent, and tells times from the beginning of the run', () => {
    expect(workloadRecord([reportOf(2)], { startedAtMs: 10_000, herd: HERD })).toMatchObject({
      operationsByAction: { charge: 2, refund: 1 },
      callsByIntent: { operation: 4, duplicate: 0 },
      retry: { per100Ms: [{ fromMs: 500, count: 2 }], peakPer100Ms: 2, peakLimit: 40, jitterTest: null },
    });
  });

  it('adds up what the waves did, window by window', () => {
    const { retry, callsByIntent } = workloadRecord([reportOf(2), reportOf(2)], { startedAtMs: 10_000, herd: null });
    expect(callsByIntent).toMatchObject({ operation: 8 });
    expect(retry).toMatchObject({
      retries: 4,
      per100Ms: [{ fromMs: 500, count: 4 }],
      peakPer100Ms: 4,
      peakLimit: null,
    });
  });

  it('looks past the peak of a herd that was given up for a later one', () => {
    const named = (label: string, count: number): WorkloadReport => ({
      ...reportOf(2),
      label,
      attempts: { ...reportOf(2).attempts, retriesPer100Ms: [{ fromMs: 10_500, count }] },
    });
    const reports = [named('main-1', 2), named('herd-1', 90), named('herd-2', 7)];
    const peakOf = (herd: typeof HERD | null) => workloadRecord(reports, { startedAtMs: 0, herd }).retry.peakPer100Ms;
    expect([peakOf({ ...HERD, label: 'herd-2' }), peakOf(null)]).toEqual([9, 99]);
  });

  it('tests the jitter from 500 delays on', () => {
    const testOf = (pauses: number) =>
      workloadRecord([reportOf(pauses)], { startedAtMs: 0, herd: null }).retry.jitterTest;
    expect([testOf(499), testOf(500)?.isUniform]).toEqual([null, true]);
  });
});
