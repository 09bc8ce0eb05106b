import { describe, expect, it } from '@jest/globals';
import { sampleEvidence } from '../../test/sample-evidence.ts';
import { judgeEvidence } from '../checks/judge-evidence.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { Screen, WIDTH } from './screen.ts';
import { showNumbers } from './show-numbers.ts';
import { showChecks, showVerdict } from './show-verdict.ts';
import { trialBalance } from './trial-balance.ts';

const shown = (evidence: Evidence, notRun = 0): string[] => {
  let text = '';
  const screen = new Screen({ write: (part) => (text += part) }, {});
  const verdict = judgeEvidence(evidence);
  showNumbers(screen, evidence);
  screen.lines(trialBalance(evidence));
  showChecks(screen, verdict);
  showVerdict(screen, verdict, notRun);
  return text.trimEnd().split('\n');
};

const withoutAnEntry = (): Evidence => {
  const evidence = sampleEvidence();
  const { ledgerDb } = evidence;
  return { ...evidence, ledgerDb: { ...ledgerDb, entries: ledgerDb.entries.slice(1) } };
};

describe('the report', () => {
  it('ends in the verdict, and says how much of the file it is not about', () => {
    expect(shown(sampleEvidence()).at(-1)).toBe(' verdict PASS   19 checks hold');
    expect(shown(sampleEvidence(), 2).at(-1)).toContain('19 checks hold, 2 lines of the file were not run');
  });

  it('says of a broken check what was expected and what was found', () => {
    const lines = shown(withoutAnEntry());
    const at = lines.findIndex((line) => line.startsWith(' FAIL  operations = effects = events = entries'));
    expect(lines.slice(at + 1, at + 3)).toEqual([
      '        expected 3 each',
      '        found    operations 3, effects 3, outbox 3, topic 3, entries 2, /metrics 3',
    ]);
    expect(lines.at(-1)).toBe(' verdict FAIL   4 of 19 checks broken');
  });

  it('shows debits and credits in both units', () => {
    expect(shown(sampleEvidence()).join('\n')).toMatch(/EUR +56\.99 +56\.99 +5699 +5699 +0/);
  });

  it('fits the width of a terminal', () => {
    const lines = [...shown(sampleEvidence(), 3), ...shown(withoutAnEntry())];
    expect(lines.filter((line) => line.length > WIDTH)).toEqual([]);
  });
});
