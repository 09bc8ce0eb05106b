import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../test/sample-run.ts';
import type { RunRecord } from '../model/run-record.ts';
import { judgeRecord } from './judge-record.ts';

const sample = sampleRun();
const first = <T>([item]: readonly T[]): T => item!;
const retryWith = (changes: object): Partial<RunRecord> => ({
  workload: { ...sample.workload!, retry: { ...sample.workload!.retry, ...changes } },
});

const furtherWith = (visit: { isTaken: boolean; recoveredMs: number | null }): RunRecord['crashPoints'][number] => ({
  ...first(sample.crashPoints),
  further: [{ mode: 'drop_after', ...visit }],
});

const BREACHES: readonly (readonly [string, Partial<RunRecord>])[] = [
  [
    'an invariant is broken',
    { invariants: [...sample.invariants, { ...first(sample.invariants), verdict: 'broken' }] },
  ],
  ['a metric is not the truth', { metrics: [...sample.metrics, { ...first(sample.metrics), ok: false }] }],
  ['a control stays green', { controls: [{ ...first(sample.controls), caught: false }] }],
  ['retries are not jittered', retryWith({ jitterTest: { ...sample.workload!.retry.jitterTest!, isUniform: false } })],
  ['too many retries fall together', retryWith({ peakPer100Ms: 41 })],
];

const GAPS: readonly (readonly [string, Partial<RunRecord>])[] = [
  ['a phase failed', { phases: [{ ...first(sample.phases), hasFailed: true }] }],
  ['the jitter was not tested in a full run', retryWith({ jitterTest: null })],
  ['the peak of retries had no limit', retryWith({ peakLimit: null })],
  ['a quick run had no limit either', { ...retryWith({ peakLimit: null }), faultsRequested: ['quick'] }],
  ['there was no workload', { workload: null }],
  ['no invariant was checked', { invariants: [] }],
  [
    'an invariant was not shown',
    { invariants: [...sample.invariants, { ...first(sample.invariants), verdict: 'not_shown' }] },
  ],
  ['no metric was compared', { metrics: [] }],
  ['a fault never bit', { faults: [{ ...first(sample.faults), bites: 0 }] }],
  ['a crash point was not visited', { crashPoints: [{ ...first(sample.crashPoints), kills: 0 }] }],
  ['a mode was not met', { crashPoints: [furtherWith({ isTaken: false, recoveredMs: null })] }],
  ['a recovery from a mode was not seen', { crashPoints: [furtherWith({ isTaken: true, recoveredMs: null })] }],
  ['a recovery was not seen', { crashPoints: [{ ...first(sample.crashPoints), recoveredMs: null }] }],
];

describe('judgeRecord', () => {
  it('passes when all was shown and nothing broke, though a law had no case', () => {
    expect(judgeRecord(sample)).toEqual({ verdict: 'pass', reasons: [] });
  });

  it('passes a run of single faults, which has neither the retries for a test nor the herd for a limit', () => {
    const changes = { ...retryWith({ jitterTest: null, peakLimit: null }), faultsRequested: ['lost-answers'] };
    expect(judgeRecord({ ...sample, ...changes }).verdict).toBe('pass');
  });

  it.each(BREACHES)('is broken when %s', (_name, changes) => {
    const { verdict, reasons } = judgeRecord({ ...sample, ...changes });
    expect([verdict, reasons.length]).toEqual(['broken', 1]);
  });

  it.each(GAPS)('is inconclusive when %s', (_name, changes) => {
    const { verdict, reasons } = judgeRecord({ ...sample, ...changes });
    expect([verdict, reasons.length]).toEqual(['inconclusive', 1]);
  });

  it.each(BREACHES)('is broken when %s and a gap is there as well', (_name, changes) => {
    const { verdict, reasons } = judgeRecord({
      ...sample,
      ...changes,
      faults: [{ ...first(sample.faults), bites: 0 }],
    });
    expect([verdict, reasons.length]).toEqual(['broken', 2]);
  });
});
