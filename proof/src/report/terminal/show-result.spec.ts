import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../../test/sample-run.ts';
import { runScreen } from './run-screen.ts';
import { showResult } from './show-result.ts';

const newStreams = () => {
  const out: string[] = [];
  const err: string[] = [];
  return {
    streams: {
      stdout: { write: (text: string) => out.push(text) },
      stderr: { write: (text: string) => err.push(text) },
    },
    out: () => out.join(''),
    err: () => err.join(''),
  };
};

const OPTIONS = { reportPath: 'evidence/latest/report.html', env: {} };

describe('showResult', () => {
  it('leaves standard output to the summary alone with --json', () => {
    const { streams, out, err } = newStreams();
    runScreen(streams, true, {}).line('start the stack');
    expect(showResult(sampleRun({ verdict: 'inconclusive' }), { ...OPTIONS, streams, isJson: true })).toBe(2);
    expect(JSON.parse(out())).toMatchObject({ verdict: 'inconclusive', exitCode: 2 });
    expect(err()).toBe('start the stack\n');
  });

  it('shows people the table, and the verdict last', () => {
    const { streams, out, err } = newStreams();
    runScreen(streams, false, {}).line('start the stack');
    expect(showResult(sampleRun(), { ...OPTIONS, streams, isJson: false })).toBe(0);
    expect(out()).toMatch(/^start the stack\n\n {2}INVARIANTS[^]*CRASH POINTS[^]* {2}verdict {2}PASS\n/);
    expect(err()).toBe('');
  });
});
