import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../../test/sample-run.ts';
import { summaryOf } from './summary.ts';

describe('summaryOf', () => {
  it('says what to exit with and how to run again, and names the transcripts', () => {
    const summary = summaryOf(sampleRun({ verdict: 'broken', seed: "it's" }));
    expect(summary).toMatchObject({
      exitCode: 1,
      replay: String.raw`npm run prove -- --seed 'it'\''s' --ops 1000 --faults all --backlog 18000`,
      sampleCount: 592,
      transcripts: [{ title: 'Two requests, one key', file: 'transcripts/1-two-requests-one-key.txt' }],
    });
    expect(summary).not.toHaveProperty('samples');
  });

  it('keeps some of very many findings, and their number', () => {
    const finding = { invariant: 'a', detail: 'twice', subject: {} };
    const [result] = sampleRun().invariants;
    const broken = { ...result!, verdict: 'broken' as const, findings: Array.from({ length: 5_000 }, () => finding) };
    const [kept] = summaryOf(sampleRun({ invariants: [broken] })).invariants;
    expect([kept?.findings.length, kept?.findingCount]).toEqual([200, 5_000]);
  });
});
