import { describe, expect, it } from '@jest/globals';
import type { WorkloadReport } from '../clients/workload-report.ts';
import { histogramOf, recordWorkload, spreadsOf } from './record-workload.ts';

const pause = (jitterMs: number, jitterBoundMs: number) => ({ retryAfterMs: 1_000, jitterMs, jitterBoundMs });

describe('histogramOf', () => {
  it('puts each share into its twentieth, and 1 into the last', () => {
    const bins = histogramOf([0, 0.049, 0.05, 0.999, 1]);
    expect([bins.length, bins[0], bins[1], bins[19]]).toEqual([20, 2, 1, 2]);
  });
});

describe('spreadsOf', () => {
  it('knows shortest, median and longest of each bound, and leaves out what had none', () => {
    expect(spreadsOf([pause(90, 100), pause(10, 50), pause(30, 100), pause(0, 0), pause(20, 50)])).toEqual([
      { boundMs: 50, count: 2, minMs: 10, medianMs: 15, maxMs: 20 },
      { boundMs: 100, count: 2, minMs: 30, medianMs: 60, maxMs: 90 },
    ]);
  });
});

describe('recordWorkload', () => {
  const reportOf = (pauses: number): WorkloadReport => {
    const none = { ok: 0, refused: 0, unknown: 0, abandoned: 0 };
    return {
      ...{ label: 'main', callsEnded: 5, callsInDoubt: 0, stepsGivenUp: 0 },
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
    expect(recordWorkload(reportOf(2), { startedAtMs: 10_000, peakLimit: 40 })).toMatchObject({
      operationsByAction: { charge: 2, refund: 1 },
      callsByIntent: { operation: 4, duplicate: 0 },
      retry: { per100Ms: [{ fromMs: 500, count: 2 }], peakPer100Ms: 2, peakLimit: 40, jitterTest: null },
    });
  });

  it('tests the jitter from 500 delays on', () => {
    const testOf = (pauses: number) =>
      recordWorkload(reportOf(pauses), { startedAtMs: 0, peakLimit: null }).retry.jitterTest;
    expect([testOf(499), testOf(500)?.isUniform]).toEqual([null, true]);
  });
});
