import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../../test/sample-run.ts';
import { junitXml } from './junit.ts';
import { escapeMarkdown, stepSummary } from './step-summary.ts';

const HOSTILE = 'a<b>&"\'\u0000\u001b|`x`\n[y](z)';

const brokenRun = () => {
  const [result] = sampleRun().invariants;
  return sampleRun({
    verdict: 'broken',
    reasons: [HOSTILE],
    invariants: [
      {
        ...result!,
        invariant: HOSTILE,
        verdict: 'broken',
        findings: [{ invariant: 'a', detail: HOSTILE, subject: {} }],
      },
      { ...result!, verdict: 'not_shown' },
      { ...result!, verdict: 'no_case' },
      result!,
    ],
  });
};

describe('junitXml', () => {
  it('counts what is broken as failures, what was not shown as errors, and skips what had no case', () => {
    const [counts] = /<testsuites[^>]*>/.exec(junitXml(brokenRun())) ?? [];
    expect(counts).toContain('tests="11" failures="2" errors="1" skipped="1" time="592"');
  });

  it('writes nothing that XML cannot hold', () => {
    const xml = junitXml(brokenRun());
    expect(xml).toContain('name="a&lt;b&gt;&amp;&quot;&#39;\ufffd\ufffd|`x`');
    expect(xml).not.toMatch(/[\u0000-\u0008\u001b]|a<b>/);
  });

  it('is not green when a run ended before its checks', () => {
    const xml = junitXml(
      sampleRun({ verdict: 'inconclusive', reasons: ['no stack'], invariants: [], metrics: [], controls: [] }),
    );
    expect(xml).toContain('tests="1" failures="0" errors="1"');
    expect(xml).toContain('<error message="no stack"/>');
  });
});

describe('stepSummary', () => {
  it('keeps what comes from data within its cell', () => {
    expect(escapeMarkdown(HOSTILE)).toBe('a&lt;b&gt;&amp;"\'\ufffd\ufffd\\|\\`x\\` \\[y\\]\\(z\\)');
  });

  it('has the verdict, the invariants and the way to run it again', () => {
    const summary = stepSummary(sampleRun());
    expect(summary).toContain('## Proof: pass (seed 42)');
    expect(summary).toContain('| acknowledged-posted-once | held | 1,000 | 0 |');
    expect(summary).toContain('<code>npm run prove -- --seed 42 --ops 1000 --faults all --backlog 18000</code>');
  });
});
