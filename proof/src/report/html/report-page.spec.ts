import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../../test/sample-run.ts';
import type { RunRecord } from '../../model/run-record.ts';
import { CHARTS } from './charts/index.ts';
import { reportPage } from './report-page.ts';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;</pre></style>\u0000`;

/** The record with something hostile in place of every text; numbers and what is chosen from a few words stay. */
function poisoned<T>(value: T): T {
  const poison = (part: unknown, name = ''): unknown => {
    if (typeof part === 'string') return KEPT.has(name) ? part : HOSTILE;
    if (Array.isArray(part)) return part.map((item) => poison(item, name));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, item]) => [OPEN_NAMES.has(name) ? key + HOSTILE : key, poison(item, key)]),
    );
  };
  return poison(value) as T;
}
const KEPT = new Set(['verdict', 'checkedAt', 'rule']);
/** Objects whose members are named by data. */
const OPEN_NAMES = new Set(['duplicates', 'subject', 'attemptsByAnswer', 'callsByIntent', 'operationsByAction']);

/** What a mistake with numbers leaves behind; the page's own script may say so. */
const WRONG = /NaN|Infinity|undefined|\[object/;
const bodyOf = (page: string): string => page.replace(/<script>[^]*<\/script>/, '');

const withFinding = (): RunRecord => {
  const [result] = sampleRun().invariants;
  const findings = [{ invariant: 'a', detail: 'd', subject: { operation: 'o' } }];
  return sampleRun({ invariants: [{ ...result!, verdict: 'broken', findings }], reasons: ['because'] });
};

describe('reportPage', () => {
  it('escapes every text of the record', () => {
    const page = reportPage(poisoned(withFinding()));
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|onerror=alert\(1\)>|<\/pre><\/style>|\u0000/);
    expect(page.split('&lt;script&gt;alert(1)').length).toBeGreaterThan(50);
  });

  it('allows exactly its own script and style, and asks for nothing from elsewhere', () => {
    const page = reportPage(sampleRun());
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    const [, script = ''] = /<script>([^]*?)<\/script>/.exec(page) ?? [];
    for (const text of [style, script]) {
      expect(text.length).toBeGreaterThan(1_000);
      expect(page).toContain(`sha256-${createHash('sha256').update(text).digest('base64')}`);
    }
    expect(page).not.toMatch(/\b(https?:)?\/\/[a-z]/i);
    expect(page).not.toMatch(/ style="| on[a-z]+="/);
  });

  it('draws every chart, each with a name for who does not see it and a table', () => {
    const page = reportPage(sampleRun());
    expect(page.match(/<figure/g)).toHaveLength(CHARTS.length);
    expect(page.match(/role="img"\s+tabindex="0"\s+aria-label="[^"]{20,}/g)).toHaveLength(CHARTS.length);
    expect(page.match(/<details class="values">/g)).toHaveLength(CHARTS.length);
    expect(bodyOf(page)).not.toMatch(WRONG);
  });

  it('says so where a run left nothing, and draws no empty frame', () => {
    const page = reportPage(
      sampleRun({
        ...{ workload: null, samples: [], faults: [], crashPoints: [], invariants: [], metrics: [], controls: [] },
        ...{ phases: [], transcripts: [], suppressed: [], verdict: 'inconclusive', reasons: ['no stack'] },
      }),
    );
    expect(page.match(/Nothing was recorded for this chart/g)).toHaveLength(CHARTS.length);
    expect(page).toContain('No invariant was checked.');
    expect(page).toContain('INCONCLUSIVE');
    expect(bodyOf(page)).not.toMatch(WRONG);
  });
});
