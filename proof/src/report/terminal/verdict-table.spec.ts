import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../../test/sample-run.ts';
import type { JudgedResult } from '../../model/finding.ts';
import { plain } from './paint.ts';
import { headLine, verdictLines, verdictTable } from './verdict-table.ts';

const law = (verdict: JudgedResult['verdict'], findings: JudgedResult['findings'] = []): JudgedResult => ({
  ...{ invariant: 'a', law: 'A law.', checkedAt: 'drained', examined: 1_000, findings, verdict },
});

const tableOf = (changes: Parameters<typeof sampleRun>[0]): string =>
  verdictTable(sampleRun(changes), plain).join('\n');

describe('verdictTable', () => {
  it('has a line for all that was looked at, in aligned columns', () => {
    const table = tableOf({ invariants: [law('held'), { ...law('no_case'), invariant: 'much longer', examined: 0 }] });
    expect(table).toContain(
      ['  INVARIANTS', '   ok        a            1,000  A law.', '   no case   much longer      0  A law.'].join('\n'),
    );
    expect(table).toContain(
      '   ok        relay.after-ack-before-mark                 17 hits  2 kills  recovered in 3.9 s',
    );
    expect(table).toContain('   bit       broker down               2 injected    bit 2 times');
  });

  it('marks in words what is wrong', () => {
    const fault = { name: 'f', injected: 2, bites: 0, windows: [] };
    const point = { label: 'p', hits: 0, kills: 0, recoveredMs: null, further: [] };
    const control = { ...sampleRun().controls[0]!, caught: false, reddened: [] };
    const metric = { ...sampleRun().metrics[0]!, fromMetrics: 999, ok: false };
    const table = tableOf({
      invariants: [law('broken'), law('not_shown')],
      faults: [fault],
      crashPoints: [point],
      controls: [control],
      metrics: [metric],
    });
    expect(table).toMatch(/^ {3}BROKEN {4}a /m);
    expect(table).toMatch(/^ {3}NOT SHOWN a /m);
    expect(table).toMatch(/^ {3}NO BITE {3}f /m);
    expect(table).toMatch(/^ {3}UNVISITED p /m);
    expect(table).toMatch(/^ {3}NOT CAUGHT no-ledger-dedup {2}stayed green: acknowledged-posted-once$/m);
    expect(table).toMatch(/^ {3}BROKEN {4}ledger_effects_applied {2}999 {2}= 1,000$/m);
  });

  it('shows the first findings of a broken law, and counts the rest', () => {
    const findings = Array.from({ length: 8 }, (_, index) => ({
      ...{ invariant: 'a', detail: `posted ${index}`, subject: { operation: `o-${index}` } },
    }));
    const table = tableOf({ invariants: [law('broken', findings)] });
    expect(table).toContain('posted 4 (operation o-4)\n             and 3 more');
    expect(table).not.toContain('posted 5');
  });

  it('lets no text of a service control the terminal', () => {
    const finding = { invariant: 'a', detail: 'x\u001b[2Jy\nz', subject: {} };
    expect(tableOf({ invariants: [law('broken', [finding])] })).toContain('x\ufffd[2Jy\ufffdz');
  });

  it('leaves out a section without rows', () => {
    expect(tableOf({ crashPoints: [], controls: [] })).not.toMatch(/CRASH POINTS|CONTROLS/);
  });
});

describe('verdictLines', () => {
  it('ends with the verdict, its reasons and what brings the run back', () => {
    const lines = verdictLines(sampleRun({ verdict: 'broken', reasons: ['invariant broken: a'] }), 'r.html', plain);
    expect(lines).toEqual([
      '  verdict  BROKEN',
      '           invariant broken: a',
      '  report   r.html',
      '  replay   git checkout 1a2b3c4 && npm run prove -- --seed 42 --ops 1000 --faults all --backlog 18000',
      '           The seed fixes the operations and the fault schedule, not the interleaving of real processes.',
    ]);
  });

  it('does not claim that a commit brings back what had local changes', () => {
    const environment = { ...sampleRun().environment, isDirty: true };
    const lines = verdictLines(sampleRun({ environment }), null, plain).join('\n');
    expect(lines).not.toContain('git checkout');
    expect(lines).toContain('the working tree had changes on top of 1a2b3c4');
  });
});

describe('headLine', () => {
  it('names what makes the run what it is', () => {
    expect(headLine(sampleRun(), plain)).toBe('prove  seed 42  commit 1a2b3c4  1000 operations  faults: all');
  });
});
