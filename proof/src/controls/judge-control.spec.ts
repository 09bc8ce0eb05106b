import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../test/sample-run.ts';
import type { JudgedResult, Verdict } from '../model/finding.ts';
import type { RunRecord } from '../model/run-record.ts';
import { summaryOf, type RunSummary } from '../report/evidence/summary.ts';
import type { Control } from './control.ts';
import { keptLawsOf } from './laws-of-run.ts';
import { judgeControl, verdictOfControls } from './judge-control.ts';

const control: Control = {
  name: 'no-lock',
  layer: 'the lock',
  covers: ['the chain', 'the dog'],
  patches: ['a.patch'],
  scenario: { seed: 's', operations: 1, faults: ['none'], patienceS: 1 },
  expected: { invariant: 'door-shut', finding: 'somebody came in' },
};

const result = (invariant: string, verdict: Verdict, ...details: string[]): JudgedResult => ({
  ...{ invariant, law: 'L.', checkedAt: 'always', examined: 3, verdict },
  findings: details.map((detail) => ({ invariant, detail, subject: {} })),
});

const ended = (verdict: RunRecord['verdict'], ...invariants: JudgedResult[]): RunSummary =>
  summaryOf(sampleRun({ verdict, invariants, reasons: verdict === 'pass' ? [] : ['a reason'] }));

describe('judgeControl', () => {
  it('counts a control as caught where its law turned red as it should, and lists all that did', () => {
    const red = [result('silver', 'broken', 'gone'), result('door-shut', 'broken', 'it is ajar', 'somebody came in')];
    expect(judgeControl(control, ended('broken', ...red, result('roof', 'held')))).toEqual({
      outcome: 'caught',
      record: {
        name: 'no-lock',
        removed: 'the lock; and with it: the chain; the dog',
        expectedInvariant: 'door-shut',
        reddened: ['door-shut', 'silver'],
        caught: true,
        detail: 'somebody came in',
      },
    });
  });

  it('takes a law that was broken in the middle of the run for that law', () => {
    const during = result('door-shut (during the run)', 'broken', 'somebody came in');
    const { outcome, record } = judgeControl(control, ended('broken', result('door-shut', 'held'), during));
    expect([outcome, record.reddened]).toEqual(['caught', ['door-shut']]);
  });

  it.each([
    ['not_caught', 'stayed green', ended('pass', result('door-shut', 'held'))],
    ['not_caught', 'door-shut stayed green: a reason', ended('broken', result('silver', 'broken', 'gone'))],
    ['not_caught', 'is red, but not as "somebody', ended('broken', result('door-shut', 'broken', 'it is ajar'))],
    ['not_run', 'inconclusive: a reason', ended('inconclusive', result('door-shut', 'not_shown'))],
  ])('says %s otherwise, and why: %s', (outcome, why, summary) => {
    const { record, ...rest } = judgeControl(control, summary);
    expect(rest).toEqual({ outcome });
    expect(record).toMatchObject({ caught: false, detail: expect.stringContaining(why) });
  });
});

describe('the laws of retries', () => {
  const LAWS = ['retries-fully-jittered', 'retries-within-peak'];
  const jitter: Control = { ...control, expected: { invariant: 'retries-fully-jittered' } };
  const withRetry = (retry: object): RunSummary => {
    const run = sampleRun();
    const workload = { ...run.workload!, retry: { ...run.workload!.retry, ...retry } };
    return summaryOf({ ...run, invariants: [], workload });
  };
  const test = { n: 600, distance: 0.9, criticalDistance: 0.11, pValue: 0, alpha: 1e-6 };

  it('sees pauses that are not drawn from the whole interval, and a peak beyond its limit', () => {
    const red = withRetry({ jitterTest: { ...test, isUniform: false }, peakPer100Ms: 41, peakLimit: 40 });
    expect(judgeControl(jitter, red)).toMatchObject({
      outcome: 'caught',
      record: { reddened: LAWS },
    });
  });

  it.each([
    [{ jitterTest: { ...test, isUniform: true }, peakPer100Ms: 40, peakLimit: 40 }, LAWS],
    [{ jitterTest: null, peakPer100Ms: 41, peakLimit: null }, []],
  ])('sees none in %j', (retry, kept) => {
    expect(judgeControl(jitter, withRetry(retry)).record.reddened).toEqual([]);
    expect(keptLawsOf(withRetry(retry))).toEqual(kept);
  });
});

describe('verdictOfControls', () => {
  it.each([
    ['pass', ['caught', 'caught'], 2],
    ['broken', ['caught', 'not_caught'], 2],
    ['broken', ['not_run', 'not_caught'], 3],
    ['inconclusive', ['caught', 'not_run'], 2],
    ['inconclusive', ['caught'], 2],
    ['inconclusive', [], 0],
  ] as const)('is %s after %j of %i', (verdict, outcomes, wanted) => {
    expect(verdictOfControls(outcomes, wanted)).toBe(verdict);
  });
});
